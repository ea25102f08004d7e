CREATE TABLE `hub_figures` (
	`hub_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`at` bigint NOT NULL,
	`figures` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	CONSTRAINT `hub_figures_hub_id` PRIMARY KEY(`hub_id`)
);
--> statement-breakpoint
CREATE TABLE `project_hours` (
	`hour_at` bigint NOT NULL,
	`project` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	`node_id` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
	`succeeded` bigint NOT NULL,
	`failed` bigint NOT NULL,
	`timed_out` bigint NOT NULL,
	`cancelled` bigint NOT NULL,
	`skipped` bigint NOT NULL,
	`missed` bigint NOT NULL,
	`lost` bigint NOT NULL,
	`retries` bigint NOT NULL,
	`late_sum_ms` bigint NOT NULL,
	`took_sum_ms` bigint NOT NULL,
	`late_0` bigint NOT NULL,
	`late_1` bigint NOT NULL,
	`late_2` bigint NOT NULL,
	`late_3` bigint NOT NULL,
	`late_4` bigint NOT NULL,
	`late_5` bigint NOT NULL,
	`late_6` bigint NOT NULL,
	`late_7` bigint NOT NULL,
	`late_8` bigint NOT NULL,
	`took_0` bigint NOT NULL,
	`took_1` bigint NOT NULL,
	`took_2` bigint NOT NULL,
	`took_3` bigint NOT NULL,
	`took_4` bigint NOT NULL,
	`took_5` bigint NOT NULL,
	`took_6` bigint NOT NULL,
	`took_7` bigint NOT NULL,
	`took_8` bigint NOT NULL,
	`took_9` bigint NOT NULL,
	CONSTRAINT `project_hours_hour_at_project_node_id_pk` PRIMARY KEY(`hour_at`,`project`,`node_id`)
);
--> statement-breakpoint
ALTER TABLE `node_incarnations` ADD `figures` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;--> statement-breakpoint
CREATE INDEX `project_hours_project` ON `project_hours` (`project`,`hour_at`);--> statement-breakpoint
CREATE INDEX `project_hours_node` ON `project_hours` (`node_id`,`hour_at`);--> statement-breakpoint
CREATE INDEX `job_hours_project` ON `job_hours` (`project`,`hour_at`);--> statement-breakpoint
CREATE INDEX `jobs_project` ON `jobs` (`project`,`id`);--> statement-breakpoint
CREATE INDEX `jobs_project_enabled` ON `jobs` (`project`,`enabled`);--> statement-breakpoint
INSERT IGNORE INTO `project_hours` (`hour_at`, `project`, `node_id`, `succeeded`, `failed`, `timed_out`, `cancelled`, `skipped`, `missed`, `lost`, `retries`, `late_sum_ms`, `took_sum_ms`, `late_0`, `late_1`, `late_2`, `late_3`, `late_4`, `late_5`, `late_6`, `late_7`, `late_8`, `took_0`, `took_1`, `took_2`, `took_3`, `took_4`, `took_5`, `took_6`, `took_7`, `took_8`, `took_9`)
SELECT planned_at - planned_at % 3600000, project, COALESCE(node_id, ''),
	SUM(CASE WHEN state = 'succeeded' THEN 1 ELSE 0 END),
	SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END),
	SUM(CASE WHEN state = 'timed_out' THEN 1 ELSE 0 END),
	SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END),
	SUM(CASE WHEN state = 'skipped' THEN 1 ELSE 0 END),
	SUM(CASE WHEN state = 'missed' THEN COALESCE(missed_count, 1) ELSE 0 END),
	SUM(CASE WHEN state = 'lost' THEN 1 ELSE 0 END),
	SUM(retries_used),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' THEN (started_at - planned_at) ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' THEN (finished_at - started_at) ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) <= 10 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 10 AND (started_at - planned_at) <= 50 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 50 AND (started_at - planned_at) <= 100 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 100 AND (started_at - planned_at) <= 500 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 500 AND (started_at - planned_at) <= 1000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 1000 AND (started_at - planned_at) <= 5000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 5000 AND (started_at - planned_at) <= 30000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 30000 AND (started_at - planned_at) <= 300000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (started_at - planned_at) > 300000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) <= 10 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 10 AND (finished_at - started_at) <= 50 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 50 AND (finished_at - started_at) <= 100 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 100 AND (finished_at - started_at) <= 500 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 500 AND (finished_at - started_at) <= 1000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 1000 AND (finished_at - started_at) <= 5000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 5000 AND (finished_at - started_at) <= 30000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 30000 AND (finished_at - started_at) <= 300000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 300000 AND (finished_at - started_at) <= 3600000 THEN 1 ELSE 0 END),
	SUM(CASE WHEN started_at IS NOT NULL AND state <> 'missed' AND (finished_at - started_at) > 3600000 THEN 1 ELSE 0 END)
FROM `runs` WHERE state IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'skipped', 'missed', 'lost')
GROUP BY planned_at - planned_at % 3600000, project, COALESCE(node_id, '');
