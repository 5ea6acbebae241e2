import { type Drill, type Generate, makeRound } from '../../drills/index.ts'
import { type Item, judge } from '../../questions/index.ts'
import { distinct, type Finding, problem } from '../findings.ts'
import { checkItem } from './check-quiz.ts'
import type { QuestionCheck } from './question-check.ts'

/** Makes rounds of many seeds and looks at every question; every class of mistakes must come up. */
export function checkDrill(drill: Drill, generate: Generate, rounds = 200): QuestionCheck {
  const findings: Finding[] = []
  const met = new Set<string>()
  let questions = 0
  for (let seed = 1; seed <= rounds; seed++) {
    try {
      for (const item of makeRound(drill, generate, seed).items) {
        questions++
        for (const mistake of mistakesIn(item)) met.add(mistake)
        findings.push(...checkItem(item, `seed ${seed}, "${item.ask.split('\n')[0]}"`))
      }
    } catch (error) {
      findings.push(problem(`seed ${seed}`, error instanceof Error ? error.message : String(error)))
    }
  }
  for (const mistake of Object.keys(drill.mistakes))
    if (!met.has(mistake)) findings.push(problem(`mistake ${mistake}`, `occurs in none of ${questions} questions`))
  const all = distinct(findings)
  return {
    kind: 'drill',
    id: drill.id,
    title: drill.title,
    about: `${questions} questions from ${rounds} seeds`,
    passed: all.length === 0,
    findings: all.slice(0, 20),
  }
}

/** Classes of mistakes that some answer to the question shows. */
function mistakesIn(item: Item): string[] {
  if (item.kind === 'single' || item.kind === 'multiple')
    return item.choices.flatMap((_, choice) => {
      const answer = item.kind === 'single' ? { kind: item.kind, choice } : { kind: item.kind, choices: [choice] }
      return judge(item, answer as Parameters<typeof judge>[1]).mistakes
    })
  return 'mistakes' in item ? item.mistakes.flatMap(({ mistake }) => mistake ?? []) : []
}
