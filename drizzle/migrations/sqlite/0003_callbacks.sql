CREATE TABLE `backfills` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`next_after` integer NOT NULL,
	`concurrency` integer NOT NULL,
	`planned` integer NOT NULL,
	`created` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `backfills_state` ON `backfills` (`state`);--> statement-breakpoint
CREATE INDEX `backfills_job` ON `backfills` (`job_id`);--> statement-breakpoint
CREATE TABLE `run_output` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`stream` text NOT NULL,
	`at` integer NOT NULL,
	`chunk_id` text NOT NULL,
	`text` text NOT NULL,
	`bytes` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_output_chunk` ON `run_output` (`run_id`,`chunk_id`);--> statement-breakpoint
CREATE INDEX `run_output_run` ON `run_output` (`run_id`,`seq`);--> statement-breakpoint
CREATE TABLE `secrets` (
	`project` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`project`, `name`)
);
--> statement-breakpoint
CREATE TABLE `targets` (
	`target` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `attempts` ADD `timing` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `paused_note` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `paused_until` integer;--> statement-breakpoint
CREATE INDEX `jobs_paused_until` ON `jobs` (`paused_until`);--> statement-breakpoint
ALTER TABLE `node_incarnations` ADD `targets` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `heartbeat_ms` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `reported_at` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `progress` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `progress_message` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `rerun_of` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `backfill_id` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `first_timing` text;