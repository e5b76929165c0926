import type { QueueListBody } from "../../jobs/views";
import { Lanes } from "./lanes";
import { useLive } from "./live";
import { Queues } from "./queues";
import { Trouble } from "./trouble";

/** All queues and lanes. */
export function QueuesPage() {
  const { data, error } = useLive<QueueListBody>("/jobs/queues");
  return (
    <>
      <Trouble error={error} />
      {data && (
        <>
          <Queues queues={data.queues} />
          <Lanes shards={data.shards} />
        </>
      )}
    </>
  );
}
