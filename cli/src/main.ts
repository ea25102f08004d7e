#!/usr/bin/env node
import { runCrony } from './crony.js';

// Ends by itself, not by running out of work: a handle that a library keeps open must not hold up a stop.
process.exit(await runCrony(process.argv.slice(2), process.env));
