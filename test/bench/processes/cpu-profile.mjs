// Loaded into a process by `--import`: SIGUSR2 begins a profile, the next one writes it to CPU_PROFILE_FILE.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const session = new Session();
session.connect();
session.post('Profiler.enable');
let running = false;
process.on('SIGUSR2', () => {
  running = !running;
  if (running) return session.post('Profiler.start');
  session.post('Profiler.stop', (error, { profile }) => {
    if (error) throw error;
    writeFileSync(process.env.CPU_PROFILE_FILE, JSON.stringify(profile));
  });
});
