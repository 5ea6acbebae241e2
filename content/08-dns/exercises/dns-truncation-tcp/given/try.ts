/** Asks your server for the texts of each name, through your `ask`, and prints how many came. */
import { ask } from './client.ts'

const SERVER = '10.0.9.2'

for (const name of process.argv.slice(2)) {
  try {
    const texts = await ask(name, SERVER)
    console.log(name, '→', texts.length, 'texts, the last one:', texts.at(-1))
  } catch (error) {
    console.log(name, '→', String(error))
  }
}
