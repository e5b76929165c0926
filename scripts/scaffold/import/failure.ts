/** Why a document cannot be imported at all: said to the user as it is, without a stack trace. */
export class ImportFailure extends Error {
  override name = "ImportFailure";
}
