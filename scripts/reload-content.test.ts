import { setImmediate } from 'node:timers/promises'
import type { ViteDevServer } from 'vite'
import { expect, test } from 'vitest'
import { reloadContent } from './reload-content.ts'

const figure = 'content/gallery/figures/opening'

/** What a server for authors does when files are saved: `record …` and `reload`, in order. */
async function served(saved: readonly string[], isRecorded = true): Promise<string[]> {
  const done: string[] = []
  let save: (event: string, path: string) => void = () => {}
  const plugin = reloadContent(async (folder) => {
    done.push(`record ${folder}`)
    await setImmediate()
    return isRecorded
  })
  const server = {
    environments: {},
    ws: { send: () => done.push('reload') },
    watcher: {
      add() {},
      on(_: string, listener: typeof save) {
        save = listener
      },
    },
  } as unknown as ViteDevServer
  const configure = plugin.configureServer as (server: ViteDevServer) => void
  configure(server)
  for (const path of saved) save('change', path)
  for (let i = 0; i < 10; i++) await setImmediate()
  return done
}

test('a lesson is shown at once when it was saved', async () => {
  expect(await served(['content/03-tcp-conversations/01-handshake-and-stream.mdx'])).toEqual(['reload'])
})

test('a figure is recorded before its new program is shown', async () => {
  expect(await served([`${figure}/client.ts`])).toEqual([`record ${figure}`, 'reload'])
})

test('files of a figure that are saved together are recorded once', async () => {
  expect(await served([`${figure}/client.ts`, `${figure}/figure.yaml`])).toEqual([`record ${figure}`, 'reload'])
})

test('a figure that cannot be recorded changes no page', async () => {
  expect(await served([`${figure}/client.ts`], false)).toEqual([`record ${figure}`])
})

test('what is outside of the course changes nothing', async () => {
  expect(await served(['docs/lab.png'])).toEqual([])
})
