import type { Item } from '#grader/questions/index.ts'

/** Generators by the folder that they are in; each is fetched when a round of it begins. */
const generators = import.meta.glob<{ default: import('#grader/drills/index.ts').Generate }>(
  '/content/*/drills/*/generator.ts',
)
const texts = import.meta.glob<string>('/content/*/drills/*/drill.yaml', { query: '?raw', import: 'default' })

/** Generates a round's questions. Throws if the pack does not exist or its generator fails. */
export async function questionsOf(pack: string, seed: number): Promise<Item[]> {
  const find = <T>(files: Record<string, T>) => Object.entries(files).find(([file]) => file.split('/').at(-2) === pack)
  const [generator, text] = [find(generators), find(texts)]
  if (!generator || !text) throw new Error(`there is no pack "${pack}"`)
  const [{ makeRound, readDrill }, made, yaml] = await Promise.all([
    import('#grader/drills/index.ts'),
    generator[1](),
    text[1](),
  ])
  return makeRound(readDrill(text[0], yaml), made.default, seed).items
}

/** Seed of a new round. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!
}
