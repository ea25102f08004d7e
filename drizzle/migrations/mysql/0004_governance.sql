CREATE TABLE `alert_rules` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`settings` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`channels` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`enabled` boolean NOT NULL,
	`created_at` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	CONSTRAINT `alert_rules_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`dedupe_key` varchar(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`rule_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`job_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`run_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`state` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`facts` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`acknowledged_at` bigint,
	`acknowledged_by` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`resolved_at` bigint,
	`silence_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	CONSTRAINT `alerts_id` PRIMARY KEY(`id`),
	CONSTRAINT `alerts_dedupe_key` UNIQUE(`dedupe_key`)
);
--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`hash` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`hint` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`user_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`role` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`expires_at` bigint,
	`last_used_at` bigint,
	`revoked_at` bigint,
	CONSTRAINT `api_tokens_id` PRIMARY KEY(`id`),
	CONSTRAINT `api_tokens_hash` UNIQUE(`hash`)
);
--> statement-breakpoint
CREATE TABLE `audit` (
	`seq` bigint AUTO_INCREMENT NOT NULL,
	`at` bigint NOT NULL,
	`actor_kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`actor_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`actor_name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`address` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`action` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`subject_type` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`subject_id` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`subject_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`before_value` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`after_value` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	CONSTRAINT `audit_seq` PRIMARY KEY(`seq`)
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`name` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`type` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`language` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`settings` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`sealed` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`enabled` boolean NOT NULL,
	`version` int NOT NULL,
	`claimed_by` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`claimed_until` bigint,
	`window_from` bigint NOT NULL,
	`window_sent` int NOT NULL,
	`created_at` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	CONSTRAINT `channels_id` PRIMARY KEY(`id`),
	CONSTRAINT `channels_project_name` UNIQUE(`project`,`name`)
);
--> statement-breakpoint
CREATE TABLE `job_versions` (
	`job_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`version` int NOT NULL,
	`spec` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`author` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	CONSTRAINT `job_versions_job_id_version_pk` PRIMARY KEY(`job_id`,`version`)
);
--> statement-breakpoint
CREATE TABLE `members` (
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`user_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`role` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`created_at` bigint NOT NULL,
	CONSTRAINT `members_project_user_id_pk` PRIMARY KEY(`project`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`channel_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`alert_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`run_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`state` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`due_at` bigint NOT NULL,
	`tries` int NOT NULL,
	`batch_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`last_error` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`created_at` bigint NOT NULL,
	`sent_at` bigint,
	CONSTRAINT `notifications_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `run_ends` (
	`seq` bigint AUTO_INCREMENT NOT NULL,
	`run_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`job_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`state` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`at` bigint NOT NULL,
	CONSTRAINT `run_ends_seq` PRIMARY KEY(`seq`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`failures` int NOT NULL,
	`last_at` bigint NOT NULL,
	`blocked_until` bigint NOT NULL,
	CONSTRAINT `sign_in_failures_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `silences` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`job_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin,
	`kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin,
	`note` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`starts_at` bigint NOT NULL,
	`ends_at` bigint NOT NULL,
	`created_by` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	CONSTRAINT `silences_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `work_leases` (
	`name` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`holder` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`expires_at` bigint NOT NULL,
	CONSTRAINT `work_leases_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `watched` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `dead_man_at` bigint;--> statement-breakpoint
ALTER TABLE `projects` ADD `watched` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `projects` ADD `report_url` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `projects` ADD `retention` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `users` ADD `email` varchar(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `users` ADD `disabled` boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `oidc_subject` varchar(64) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `users` ADD `last_sign_in_at` bigint;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_oidc_subject` UNIQUE(`oidc_subject`);--> statement-breakpoint
CREATE INDEX `alert_rules_project` ON `alert_rules` (`project`);--> statement-breakpoint
CREATE INDEX `alerts_project` ON `alerts` (`project`,`created_at`);--> statement-breakpoint
CREATE INDEX `alerts_created` ON `alerts` (`created_at`);--> statement-breakpoint
CREATE INDEX `alerts_job` ON `alerts` (`job_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `alerts_state` ON `alerts` (`state`,`job_id`);--> statement-breakpoint
CREATE INDEX `api_tokens_user` ON `api_tokens` (`user_id`);--> statement-breakpoint
CREATE INDEX `audit_project` ON `audit` (`project`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit` (`subject_type`,`subject_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit` (`actor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_at` ON `audit` (`at`);--> statement-breakpoint
CREATE INDEX `job_versions_created` ON `job_versions` (`created_at`);--> statement-breakpoint
CREATE INDEX `members_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE INDEX `notifications_channel` ON `notifications` (`channel_id`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `notifications_due` ON `notifications` (`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `notifications_alert` ON `notifications` (`alert_id`);--> statement-breakpoint
CREATE INDEX `notifications_created` ON `notifications` (`created_at`);--> statement-breakpoint
CREATE INDEX `sign_in_failures_last` ON `sign_in_failures` (`last_at`);--> statement-breakpoint
CREATE INDEX `silences_ends` ON `silences` (`ends_at`);--> statement-breakpoint
CREATE INDEX `silences_project` ON `silences` (`project`);--> statement-breakpoint
CREATE INDEX `jobs_dead_man_at` ON `jobs` (`dead_man_at`);