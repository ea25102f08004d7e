CREATE TABLE `attempts` (
	`run_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`number` int NOT NULL,
	`fence` int NOT NULL,
	`incarnation` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`started_at` bigint NOT NULL,
	`finished_at` bigint,
	`outcome` varchar(32) CHARACTER SET ascii COLLATE ascii_bin,
	`status_code` int,
	`error_code` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`error_message` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`response` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`response_bytes` bigint,
	`late` boolean NOT NULL,
	CONSTRAINT `attempts_run_id_number_fence_incarnation_pk` PRIMARY KEY(`run_id`,`number`,`fence`,`incarnation`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`name_folded` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`enabled` boolean NOT NULL,
	`version` int NOT NULL,
	`epoch` bigint NOT NULL,
	`spec` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`node_labels` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`tag_lines` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`effective_from` bigint NOT NULL,
	`owner_node` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`owner_incarnation` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`resume_from` bigint NOT NULL,
	`assigned_revision` bigint,
	`created_at` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	CONSTRAINT `jobs_id` PRIMARY KEY(`id`),
	CONSTRAINT `jobs_project_name` UNIQUE(`project`,`name`),
	CONSTRAINT `jobs_version_positive` CHECK(version >= 1),
	CONSTRAINT `jobs_owner_complete` CHECK((owner_node IS NULL) = (owner_incarnation IS NULL))
);
--> statement-breakpoint
CREATE TABLE `node_incarnations` (
	`node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`incarnation` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`registration` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`started_at` bigint NOT NULL,
	`heartbeat_at` bigint NOT NULL,
	`watermark` bigint NOT NULL,
	`applied_revision` bigint NOT NULL,
	`in_flight` int NOT NULL,
	`jobs` int NOT NULL,
	`stopped_at` bigint,
	CONSTRAINT `node_incarnations_node_id_incarnation_pk` PRIMARY KEY(`node_id`,`incarnation`)
);
--> statement-breakpoint
CREATE TABLE `node_settings` (
	`node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`weight` int,
	`draining` boolean,
	CONSTRAINT `node_settings_node_id` PRIMARY KEY(`node_id`)
);
--> statement-breakpoint
CREATE TABLE `projects` (
	`name` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`signing_secret_current` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`signing_secret_next` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`created_at` bigint NOT NULL,
	CONSTRAINT `projects_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`job_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`job_name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`run_trigger` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`planned_at` bigint NOT NULL,
	`state` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`reason` varchar(32) CHARACTER SET ascii COLLATE ascii_bin,
	`due_at` bigint NOT NULL,
	`fence` int NOT NULL,
	`node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`incarnation` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`epoch` bigint NOT NULL,
	`job_version` int NOT NULL,
	`attempt` int NOT NULL,
	`retries_used` int NOT NULL,
	`claimed_at` bigint,
	`started_at` bigint,
	`finished_at` bigint,
	`accepted_at` bigint,
	`report_due_at` bigint,
	`cancel_requested_at` bigint,
	`missed_last_at` bigint,
	`missed_count` int,
	`traceparent` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`late_results` int NOT NULL,
	`overrides` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`first_fence` int,
	`first_node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`first_finished_at` bigint,
	`first_outcome` varchar(32) CHARACTER SET ascii COLLATE ascii_bin,
	`first_status_code` int,
	`first_error_code` varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
	`first_error_message` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`first_response` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
	`first_response_bytes` bigint,
	CONSTRAINT `runs_id` PRIMARY KEY(`id`),
	CONSTRAINT `runs_planned` UNIQUE(`job_id`,`planned_at`,`run_trigger`),
	CONSTRAINT `runs_final_has_end` CHECK((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost'))),
	CONSTRAINT `runs_held_has_holder` CHECK(state NOT IN ('claimed', 'running', 'retrying', 'accepted') OR incarnation IS NOT NULL),
	CONSTRAINT `runs_holder_has_node` CHECK(incarnation IS NULL OR node_id IS NOT NULL),
	CONSTRAINT `runs_fence_not_negative` CHECK(fence >= 0)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`name` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`password_hash` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`role` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`session_epoch` int NOT NULL,
	`created_at` bigint NOT NULL,
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_name` UNIQUE(`name`)
);
--> statement-breakpoint
CREATE INDEX `jobs_updated_at` ON `jobs` (`updated_at`);--> statement-breakpoint
CREATE INDEX `jobs_owner_node` ON `jobs` (`owner_node`);--> statement-breakpoint
CREATE INDEX `runs_state_due` ON `runs` (`state`,`due_at`);