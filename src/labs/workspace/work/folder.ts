import type { LabExercise } from '../lab-exercise.ts'

/** The folder that "Download folder" hands out: the learner's files, what the exercise makes, and how to go on with them. */
export function folderFiles(exercise: LabExercise, files: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...files,
    ...exercise.generated,
    'package.json': `${JSON.stringify({ name: exercise.id, private: true, type: 'module' }, null, 2)}\n`,
    'README.md': `# ${exercise.title}

Your files of the exercise \`${exercise.id}\`. Work on them in your own editor; Node 24 runs them as they are:

    node ${exercise.entry}

With Ackademy on this machine, in its folder:

    npx ackademy grade ${exercise.id} PATH/TO/THIS/FOLDER

runs the tests in Docker; \`npx ackademy submit\`, with the same words behind it, hands in where \`npx ackademy start\` runs. \`params.ts\` is made anew for each grading.
`,
  }
}
