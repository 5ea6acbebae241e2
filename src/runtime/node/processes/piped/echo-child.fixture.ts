/** A child whose program is one of `echoScripts`, named by its first argument: the same that run in the kernel's thread. */
import { type Script, scripted } from '../../kernel/scripted.fixture.ts'
import { EventType } from '../../syscalls/index.ts'
import { echoScripts } from './echo-scripts.fixture.ts'
import { serveKernel } from './kernel-pipe.ts'

let script: Script = () => {}

await serveKernel(
  scripted((event, sys) => {
    if (event.type === EventType.start) script = echoScripts(JSON.parse(event.str).argv)
    return script(event, sys)
  }),
)
