/** While a site is served for authors: a changed file of the course is read again, and open pages show it at once. */
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

/** Files of the course are read with `fs` while pages are made, so Vite does not see that a page depends on them. */
export function reloadContent(): Plugin {
  const content = resolve('content')
  return {
    name: 'reload-content',
    apply: 'serve',
    configureServer(server) {
      server.watcher.add(content)
      server.watcher.on('all', (_event, path) => {
        if (!resolve(path).startsWith(content)) return
        for (const environment of Object.values(server.environments)) environment.moduleGraph.invalidateAll()
        server.ws.send({ type: 'full-reload' })
      })
    },
  }
}
