ALTER TABLE `node_incarnations` ADD `clock_skew_ms` int;--> statement-breakpoint
ALTER TABLE `node_incarnations` ADD `running` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;