import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { FileProblems } from '#grader'
import { checkDrill, checkInterview, checkQuiz, type QuestionCheck } from '#grader/check/index.ts'
import { readDrill } from '#grader/drills/index.ts'
import { readInterview } from '#grader/interviews/index.ts'
import { loadGenerator, runPacketItem } from '#grader/node/index.ts'
import { readQuiz } from '#grader/quizzes/index.ts'
import { course, exerciseIds } from '#grading/course/index.ts'
import { CommandError } from '../command-error.ts'

/** Quizzes, interviews and drills of the course, by their ids. */
export const questionFiles = (): Map<string, string> => course().content.questionFiles()

/** Checks a quiz's file, an interview's, or a drill's. Throws `CommandError` with all problems in the file. */
export async function checkQuestionFile(file: string): Promise<QuestionCheck> {
  try {
    const text = readFileSync(file, 'utf8')
    const shown = course().content.shown(file)
    if (file.endsWith('.interview.yaml')) return checkInterview(readInterview(shown, text), exerciseIds())
    if (basename(file) !== 'drill.yaml')
      return await checkQuiz(readQuiz(shown, text), runPacketItem(file, course().content.topologyFolders()))
    return checkDrill(readDrill(shown, text), await loadGenerator(file))
  } catch (error) {
    if (error instanceof FileProblems) throw new CommandError(error.message)
    throw error
  }
}
