CREATE TABLE `backfills` (
	`id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`job_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`from_at` bigint NOT NULL,
	`to_at` bigint NOT NULL,
	`next_after` bigint NOT NULL,
	`concurrency` int NOT NULL,
	`planned` int NOT NULL,
	`created` int NOT NULL,
	`state` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`finished_at` bigint,
	CONSTRAINT `backfills_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `run_output` (
	`seq` bigint AUTO_INCREMENT NOT NULL,
	`run_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`attempt` int NOT NULL,
	`stream` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`at` bigint NOT NULL,
	`chunk_id` varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`text` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`bytes` int NOT NULL,
	CONSTRAINT `run_output_seq` PRIMARY KEY(`seq`),
	CONSTRAINT `run_output_chunk` UNIQUE(`run_id`,`chunk_id`)
);
--> statement-breakpoint
CREATE TABLE `secrets` (
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`name` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`sealed` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`updated_at` bigint NOT NULL,
	CONSTRAINT `secrets_project_name_pk` PRIMARY KEY(`project`,`name`)
);
--> statement-breakpoint
CREATE TABLE `targets` (
	`target` varchar(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`settings` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`updated_at` bigint NOT NULL,
	CONSTRAINT `targets_target` PRIMARY KEY(`target`)
);
--> statement-breakpoint
ALTER TABLE `attempts` ADD `timing` varchar(100) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `jobs` ADD `paused_note` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `jobs` ADD `paused_until` bigint;--> statement-breakpoint
ALTER TABLE `node_incarnations` ADD `targets` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `runs` ADD `heartbeat_ms` int;--> statement-breakpoint
ALTER TABLE `runs` ADD `reported_at` bigint;--> statement-breakpoint
ALTER TABLE `runs` ADD `progress` int;--> statement-breakpoint
ALTER TABLE `runs` ADD `progress_message` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `runs` ADD `rerun_of` varchar(36) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `runs` ADD `backfill_id` varchar(36) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
ALTER TABLE `runs` ADD `first_timing` varchar(100) CHARACTER SET ascii COLLATE ascii_bin;--> statement-breakpoint
CREATE INDEX `backfills_state` ON `backfills` (`state`);--> statement-breakpoint
CREATE INDEX `backfills_job` ON `backfills` (`job_id`);--> statement-breakpoint
CREATE INDEX `run_output_run` ON `run_output` (`run_id`,`seq`);--> statement-breakpoint
CREATE INDEX `jobs_paused_until` ON `jobs` (`paused_until`);