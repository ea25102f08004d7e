CREATE TABLE `attempts` (
	`run_id` text NOT NULL,
	`number` integer NOT NULL,
	`fence` integer NOT NULL,
	`incarnation` text NOT NULL,
	`node_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`outcome` text,
	`status_code` integer,
	`error_code` text,
	`error_message` text,
	`response` text,
	`response_bytes` integer,
	`late` integer NOT NULL,
	PRIMARY KEY(`run_id`, `number`, `fence`, `incarnation`)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`project` text NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`enabled` integer NOT NULL,
	`version` integer NOT NULL,
	`epoch` integer NOT NULL,
	`spec` text NOT NULL,
	`node_labels` text NOT NULL,
	`tag_lines` text NOT NULL,
	`effective_from` integer NOT NULL,
	`owner_node` text,
	`owner_incarnation` text,
	`resume_from` integer NOT NULL,
	`assigned_revision` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "jobs_version_positive" CHECK(version >= 1),
	CONSTRAINT "jobs_owner_complete" CHECK((owner_node IS NULL) = (owner_incarnation IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_project_name` ON `jobs` (`project`,`name`);--> statement-breakpoint
CREATE INDEX `jobs_updated_at` ON `jobs` (`updated_at`);--> statement-breakpoint
CREATE INDEX `jobs_owner_node` ON `jobs` (`owner_node`);--> statement-breakpoint
CREATE TABLE `node_incarnations` (
	`node_id` text NOT NULL,
	`incarnation` text NOT NULL,
	`registration` text NOT NULL,
	`started_at` integer NOT NULL,
	`heartbeat_at` integer NOT NULL,
	`watermark` integer NOT NULL,
	`applied_revision` integer NOT NULL,
	`in_flight` integer NOT NULL,
	`jobs` integer NOT NULL,
	`stopped_at` integer,
	PRIMARY KEY(`node_id`, `incarnation`)
);
--> statement-breakpoint
CREATE TABLE `node_settings` (
	`node_id` text PRIMARY KEY NOT NULL,
	`weight` integer,
	`draining` integer
);
--> statement-breakpoint
CREATE TABLE `projects` (
	`name` text PRIMARY KEY NOT NULL,
	`signing_secret_current` text NOT NULL,
	`signing_secret_next` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`job_name` text NOT NULL,
	`project` text NOT NULL,
	`run_trigger` text NOT NULL,
	`planned_at` integer NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`due_at` integer NOT NULL,
	`fence` integer NOT NULL,
	`node_id` text,
	`incarnation` text,
	`epoch` integer NOT NULL,
	`job_version` integer NOT NULL,
	`attempt` integer NOT NULL,
	`retries_used` integer NOT NULL,
	`claimed_at` integer,
	`started_at` integer,
	`finished_at` integer,
	`accepted_at` integer,
	`report_due_at` integer,
	`cancel_requested_at` integer,
	`missed_last_at` integer,
	`missed_count` integer,
	`traceparent` text,
	`late_results` integer NOT NULL,
	`overrides` text,
	`first_fence` integer,
	`first_node_id` text,
	`first_finished_at` integer,
	`first_outcome` text,
	`first_status_code` integer,
	`first_error_code` text,
	`first_error_message` text,
	`first_response` text,
	`first_response_bytes` integer,
	CONSTRAINT "runs_final_has_end" CHECK((finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost'))),
	CONSTRAINT "runs_held_has_holder" CHECK(state NOT IN ('claimed', 'running', 'retrying', 'accepted') OR incarnation IS NOT NULL),
	CONSTRAINT "runs_holder_has_node" CHECK(incarnation IS NULL OR node_id IS NOT NULL),
	CONSTRAINT "runs_fence_not_negative" CHECK(fence >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_planned` ON `runs` (`job_id`,`planned_at`,`run_trigger`);--> statement-breakpoint
CREATE INDEX `runs_state_due` ON `runs` (`state`,`due_at`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`session_epoch` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_name` ON `users` (`name`);