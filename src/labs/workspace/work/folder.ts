import type { LabExercise } from '../lab-exercise.ts'

/** Files of a "Download folder" zip: the learner's, the generated ones, and a README on how to continue. */
export function folderFiles(exercise: LabExercise, files: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...files,
    ...exercise.generated,
    'package.json': `${JSON.stringify({ name: exercise.id, private: true, type: 'module' }, null, 2)}\n`,
    'README.md': `# ${exercise.title}

Your files for the exercise \`${exercise.id}\`. Edit them in any editor. Node 24 runs them as they are:

    node ${exercise.entry}

To run the tests in Docker, go to your Ackademy folder and type:

    npx ackademy grade ${exercise.id} PATH/TO/THIS/FOLDER

\`npx ackademy submit\` with the same arguments submits them to a running \`npx ackademy start\`. Grading generates a new \`params.ts\` each time.
`,
  }
}
