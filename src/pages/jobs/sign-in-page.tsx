import { useEffect, useId, useRef, useState } from "preact/hooks";
import { tryToken } from "./api";
import { signIn } from "./session";

type State = "asking" | "checking" | "wrong" | "unset" | "unreachable";

/** Asks for the token, or says how to set one. */
export function SignInPage() {
  const [state, set] = useState<State>("asking");
  useEffect(() => {
    tryToken(null).then(
      (answer) => answer === "unset" && set("unset"),
      () => set("unreachable"),
    );
  }, []);
  return state === "unset" ? <NoToken /> : <SignInForm state={state} onState={set} />;
}

function SignInForm({ state, onState }: { state: State; onState: (state: State) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [id, hint, complaint] = [useId(), useId(), useId()];
  const submit = async () => {
    const candidate = field.current?.value.trim() ?? "";
    onState("checking");
    try {
      const answer = await tryToken(candidate);
      if (answer === "right") return signIn(candidate);
      onState(answer);
    } catch {
      onState("unreachable");
    }
    field.current?.select();
  };
  return (
    <form
      class="card sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>The board is for operators.</p>
      <input type="text" autocomplete="username" value="operator" readonly hidden />
      <label for={id}>Token</label>
      <input
        ref={field}
        id={id}
        type="password"
        autocomplete="current-password"
        required
        aria-describedby={`${hint} ${complaint}`}
        aria-invalid={state === "wrong"}
      />
      <p id={hint} class="hint">
        {isOwnMachine() ? (
          <>
            In <code>npm run dev</code> it is <code>dev</code>.
          </>
        ) : (
          <>
            The value of the secret <code>JOBS_TOKEN</code>.
          </>
        )}{" "}
        It is forgotten when you close this tab.
      </p>
      <p id={complaint} class="complaint" role="alert">
        {state === "wrong" && "This is not the token."}
        {state === "unreachable" && "The server cannot be reached."}
      </p>
      <button type="submit" class="primary" disabled={state === "checking"}>
        Sign in
      </button>
    </form>
  );
}

function NoToken() {
  return (
    <section class="card sign-in">
      <h2>There is no token yet</h2>
      <p>
        Nobody can see the jobs of this deployment until its secret <code>JOBS_TOKEN</code> is set. Choose one
        that nobody can guess:
      </p>
      <pre>
        <code>npx wrangler secret put JOBS_TOKEN</code>
      </pre>
      <p>
        On your own machine, <code>npm run dev</code> has the token <code>dev</code>, and{" "}
        <code>.dev.vars</code> sets another one.
      </p>
      <p>
        <a href="/jobs" onClick={() => location.reload()}>
          Try again
        </a>
      </p>
    </section>
  );
}

function isOwnMachine(): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
}
