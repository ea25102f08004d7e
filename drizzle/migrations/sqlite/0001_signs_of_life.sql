ALTER TABLE `node_incarnations` ADD `clock_skew_ms` integer;--> statement-breakpoint
ALTER TABLE `node_incarnations` ADD `running` text;