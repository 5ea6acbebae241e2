import mdx from '@astrojs/mdx'
import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { contentSecurityPolicy } from './scripts/content-security-policy.ts'
import { nearDirective } from './scripts/near-directive.ts'
import { relativeAddresses } from './scripts/relative-addresses.ts'
import { reloadContent } from './scripts/reload-content.ts'
import { serviceWorker } from './scripts/service-worker.ts'

/** What reading pages always fetch together is one file: a packer finds in one what it finds in none of ten small ones. */
const groups = [
  {
    name: 'page',
    test: /node_modules\/@?preact\/|@astrojs\/preact|vite\/preload-helper|rolldown\/runtime|src\/labs\/site\/|strings\/en\/plural/,
  },
  { name: 'progress', test: /src\/labs\/(?:progress\/(?:progress|store)|course\/(?:standing|paint-progress))\.ts/ },
  {
    name: 'figure',
    test: /src\/(?:labs\/(?:figure\/(?:figure-(?!file)|focus|knobs|live-figure|live-ladder|ladder-view|program-text|stored-run|view)|ladder\/|code\/)|strings\/en\/(?:figure|ladder)\.)/,
  },
  { name: 'recording', test: /src\/labs\/(?:figure\/stored-recording|recording\/(?!packet-view\/|index))/ },
  { name: 'predict', test: /src\/(?:labs\/figure\/(?:live-predict|predict|explain)|strings\/en\/predict)/ },
]

export default defineConfig({
  // What changes files comes before what lists them.
  integrations: [mdx(), preact(), nearDirective(), relativeAddresses(), contentSecurityPolicy(), serviceWorker()],
  // Inline styles and data: addresses would each need a hole in the content security policy.
  build: { inlineStylesheets: 'never' },
  vite: {
    plugins: [reloadContent()],
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 8000 },
    worker: { format: 'es' },
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } },
  },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
})
