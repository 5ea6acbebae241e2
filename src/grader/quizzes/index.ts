/**
 * Quizzes: files of questions beside a module's lessons (`<id>.quiz.yaml`), their schema, and the score of a round. `../questions`
 * judges single answers; `check/` verifies predictions.
 */

export { Quiz, readQuiz } from './quiz.ts'
export { type QuizScore, quizScore } from './score.ts'
