import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { press, region, row } from './lab-page.ts'
import { LAB } from './site.ts'

const DEFINITION = JSON.stringify({
  nested: {
    Pods: { methods: { Get: { requestType: 'Pod', responseType: 'Pod' } } },
    Pod: { fields: { name: { type: 'string', id: 1 }, restarts: { type: 'int32', id: 2 } } },
  },
})
const COMMON = `import grpc from '@grpc/grpc-js'
import { fromJSON } from '@grpc/proto-loader'
const { Pods } = grpc.loadPackageDefinition(fromJSON(${DEFINITION}))
`
const SERVER = `${COMMON}
const server = new grpc.Server()
server.addService(Pods.service, { Get: (call, done) => done(null, { name: call.request.name, restarts: 3 }) })
server.bindAsync('0.0.0.0:9000', grpc.ServerCredentials.createInsecure(), () => console.log('bound'))
`
const CLIENT = `${COMMON}
const client = new Pods('server:9000', grpc.credentials.createInsecure())
client.Get({ name: 'shop-1' }, (error, pod) => {
  console.log(error ? String(error) : 'restarts of ' + pod.name + ': ' + pod.restarts)
  client.close()
})
`
const PLAIN = `import net from 'node:net'
net.createServer((socket) => socket.end('plain')).listen(9000, () => console.log('bound'))
`

describeSite('npm packages in a lab', (site) => {
  const fetched: string[] = []
  const visit = site.shared(
    LAB,
    { files: { 'server.ts': PLAIN, 'client.ts': CLIENT.replaceAll('@grpc/', '@none/') } },
    async (page) => {
      page.on('request', (request) => {
        const name = /package-([^/]*)\.[\w-]+\.json$/.exec(request.url())?.[1]
        if (name) fetched.push(name)
      })
      await press(page, 'Run')
      await region(page, 'Terminal of server').getByText('bound').waitFor()
    },
  )

  test('a lab that names none fetches none', () => {
    expect(visit.page.url()).toContain('/lab/')
    expect(fetched).toEqual([])
  })
})

describeSite('gRPC in a lab', (site) => {
  const visit = site.shared(LAB, { files: { 'server.ts': SERVER, 'client.ts': CLIENT } }, async (page) => {
    await press(page, 'Run')
    await region(page, 'Terminal of server').getByText('bound').waitFor()
    await page.getByRole('tab', { name: /^client/ }).click()
    await region(page, 'Terminal of client').getByLabel('Command on client').fill('node client.ts')
    await page.keyboard.press('Enter')
  })

  test('a client calls a server on another host, and the packets show HTTP/2 and gRPC', async () => {
    await region(visit.page, 'Terminal of client').getByText('restarts of shop-1: 3').waitFor()
    await row(visit.page, /GRPC|HTTP2/)
      .first()
      .waitFor()
  })
})
