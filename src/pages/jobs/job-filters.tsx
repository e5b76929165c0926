import { useId } from "preact/hooks";
import type { HistoryBody, QueueListBody } from "../../jobs/views";
import type { Filter } from "./filter";
import { useLive } from "./live";
import { address, go } from "./place";
import { STATUSES } from "./status";

/** What there is to choose from changes with the code, and hardly otherwise. */
const CHOICES_MS = 60_000;

/** Narrows the list of jobs. */
export function JobFilters({ filter }: { filter: Filter }) {
  const history = useLive<HistoryBody>("/jobs/history?hours=48", CHOICES_MS);
  const queues = useLive<QueueListBody>("/jobs/queues", CHOICES_MS);
  const search = (form: HTMLFormElement) => {
    const values = Object.fromEntries(
      [...new FormData(form)].map(([key, value]) => [key, String(value).trim()]),
    );
    const before = values.finishedBefore ? new Date(values.finishedBefore).toISOString() : "";
    go(address("/jobs", { ...values, finishedBefore: before, limit: "50" }));
  };
  return (
    <search>
      <form
        // Another address is another form: what one typed and did not search for is gone.
        key={JSON.stringify(filter)}
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          search(event.currentTarget);
        }}
      >
        <Field label="Id begins with" name="id" value={filter.id} />
        <Field
          label="Operation"
          name="operation"
          value={filter.operation}
          choices={history.data?.operations.map(({ operation }) => operation)}
        />
        <Field
          label="Queue"
          name="queue"
          value={filter.queue}
          choices={queues.data?.queues.map(({ name }) => name)}
        />
        <StatusField value={filter.status} onChange={search} />
        <Field
          label="Finished before"
          name="finishedBefore"
          type="datetime-local"
          value={filter.finishedBefore && localTime(filter.finishedBefore)}
        />
        {filter.parent !== undefined && <Field label="Waited for by" name="parent" value={filter.parent} />}
        <button type="submit" class="primary">
          Search
        </button>
        {Object.keys(filter).length > 0 && <a href="/jobs?limit=50">All jobs</a>}
      </form>
    </search>
  );
}

interface FieldProps {
  label: string;
  name: string;
  value: string | undefined;
  type?: "search" | "datetime-local";
  choices?: string[];
}

function Field({ label, name, value = "", type = "search", choices }: FieldProps) {
  const [id, list] = [useId(), useId()];
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <input id={id} name={name} type={type} defaultValue={value} list={choices && list} spellcheck={false} />
      {choices && (
        <datalist id={list}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
    </span>
  );
}

/** Few to choose from: choosing is searching. */
function StatusField({
  value = "",
  onChange,
}: {
  value?: string;
  onChange: (form: HTMLFormElement) => void;
}) {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>Status</label>
      <select
        id={id}
        name="status"
        onChange={({ currentTarget }) => currentTarget.form && onChange(currentTarget.form)}
      >
        <option value="">any</option>
        {STATUSES.map((status) => (
          <option key={status} value={status} selected={status === value}>
            {status}
          </option>
        ))}
      </select>
    </span>
  );
}

/** As the field has it: without seconds, in the time zone of whoever looks. */
function localTime(time: string): string {
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
