import { moduleFiles } from './course.ts'
import { exerciseFiles } from './exercise.ts'
import { lessonFiles } from './lesson.ts'

const MODULE = '01-first-steps'

/** A course of one module, which is checked by its host at every push. `platform` is what package.json depends on. */
export function courseFiles(name: string, title: string, platform: string): Record<string, string> {
  const inModule = {
    ...moduleFiles(MODULE, 'First steps'),
    ...lessonFiles('01-first-answer', 'The first answer', 1),
    ...exerciseFiles('first-echo', 'First echo'),
  }
  return {
    'course.yaml': courseYaml(title),
    'package.json': packageJson(name, platform),
    'README.md': readme(title),
    '.gitignore': 'node_modules/\n.ackademy/\n',
    '.github/workflows/check.yml': GITHUB,
    '.gitlab-ci.yml': GITLAB,
    ...Object.fromEntries(Object.entries(inModule).map(([path, text]) => [`${MODULE}/${path}`, text])),
  }
}

/** The same files for a course's own folder: they name the schemas of the installed platform, not those beside `content/`. */
export function withInstalledSchemas(files: Record<string, string>): Record<string, string> {
  const installed = (text: string) =>
    text.replace(/(\$schema=)\.\.\/((?:\.\.\/)*)schemas\//, '$1$2node_modules/ackademy/schemas/')
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, installed(text)]))
}

const courseYaml = (
  title: string,
) => `# What the course consists of. A lesson is there when a lesson file has its number, an exercise when a module has its folder.
version: 1
title: ${JSON.stringify(title)}
# Modules of the shipped course that this one contains, and what it leaves out of them. A file of your own under the same path replaces theirs.
#   extends: [03-tcp-conversations]
#   without: [tcp-half-close, 03-tcp-conversations/06-silence]
extends: []
without: []
# When learners may see solutions: never, after-pass or after-due.
solutions: never
modules:
  - number: 1
    name: first-steps
    title: First steps
    about: a server that answers
    needs: []
    lessons: { '1.1': The first answer }
    exercises: [first-echo]
`

const packageJson = (name: string, platform: string) =>
  `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts: { check: 'ackademy check --backend simulated' },
      dependencies: { ackademy: platform },
    },
    null,
    2,
  )}\n`

const readme = (title: string) => `# ${title}

\`\`\`sh
npm install
npx ackademy check --backend simulated     # every exercise, quiz and drill of this course
npx ackademy new exercise my-server --module 01
npx ackademy grade --unsandboxed first-echo 01-first-steps/exercises/first-echo/solution
\`\`\`

\`course.yaml\` lists the modules. Each module is a folder with its number: lessons (\`*.mdx\`), \`exercises/\`, \`drills/\`, \`figures/\`.
\`--unsandboxed\` is for programs that you wrote. Without it, submissions are graded in Docker, inside the jail.
GitHub and GitLab check the course at every push: \`.github/workflows/check.yml\` and \`.gitlab-ci.yml\`.
`

const GITHUB = `name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm install
      - run: npx ackademy check --backend simulated
`

const GITLAB = `check:
  image: node:24-bookworm
  script:
    - npm install
    - npx ackademy check --backend simulated
`
