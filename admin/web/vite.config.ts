import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev -w @crony/web` finds a hub. */
const HUB = 'http://127.0.0.1:8089';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['crony-source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    // The first that know `light-dark()`: written out for older ones it would need a scheme that nobody sets.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Inlined files would need a policy that lets pages make up their own.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { '/api': HUB } },
});
