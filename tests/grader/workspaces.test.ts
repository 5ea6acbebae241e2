/** What Run starts in the page, beside the solution: the peers that an exercise provides, and the program that calls the learner's module. */
import { expect, test } from 'vitest'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { publishedExercises } from '#labs/publishing/index.ts'

const given = (await publishedExercises()).filter(({ lab }) => Object.keys(lab.given).length > 0)

test.each(given.map((one) => [one.lab.id, one] as const))('%s: none of its programs fails', async (_, published) => {
  const { topology, programs, starter, given, whole } = published.lab
  const submission = { ...starter, ...published.solution, ...given, ...whole }
  const { lab } = await openSimulatedLab({ topology, params: topology.params, files: { submission } })
  const begun = programs.filter(({ start }) => start === 'run')
  const started = []
  for (const { host, program, args } of begun) started.push(await lab.host(host).run(program, { args: [...args] }))
  await lab.clock.advance('20s')
  for (const [place, process] of started.entries()) {
    const { stdout, stderr } = await process.output()
    expect(stderr, begun[place]!.program).toBe('')
    // The last one is the learner's, or calls it: it shows something.
    if (place === started.length - 1) expect(stdout).not.toBe('')
  }
  await lab.close()
})
