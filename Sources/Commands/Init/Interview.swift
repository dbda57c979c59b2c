import Engine

/// Asks the questions on a terminal, again until an answer is well.
struct Interview {
  let ask: (_ text: String, _ isEchoed: Bool) -> String?
  let complain: (String) -> Void

  /// - Parameter known: what is offered as default.
  func answers(_ known: Answers) throws -> Answers {
    var answers = Answers()
    for question in Question.all where question.isApt(answers) {
      let standard = Answers.plain(known[question.key] ?? question.standard(answers))
      answers[question.key] = question.isAsked ? try answer(question, standard, answers) : standard ?? ""
    }
    return answers
  }

  private func answer(_ question: Question, _ standard: String?, _ answers: Answers) throws -> String {
    let offer = standard.map { question.isSecret ? " [as known]" : " [\($0.isEmpty ? "none" : $0)]" } ?? ""
    while true {
      guard let line = ask(question.text + offer + ": ", !question.isSecret) else {
        throw RunFailure("there is no terminal to ask on", hint: "write the answers into a file: provision init --answers FILE")
      }
      let given = line.split(separator: " ").joined(separator: " ")
      let text = given.isEmpty ? standard : Answers.plain(given)
      if let text, text.isEmpty, question.isOptional(answers) { return "" }
      guard let text, !text.isEmpty else {
        complain("  this one is needed")
        continue
      }
      guard let problem = question.judge(text) else { return text }
      complain("  " + problem)
    }
  }
}
