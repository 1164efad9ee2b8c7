package io.auraio.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a report in fio's JSON says of one job.
 *
 * @param name of the job
 * @param group that it is in
 * @param error that ended it
 * @param readBytes read
 * @param reads operations
 * @param writtenBytes written
 * @param writes operations
 */
record IoCounts(String name, int group, int error, long readBytes, long reads, long writtenBytes, long writes) {
    /** Reads the report of either tool. */
    static List<IoCounts> of(String report) throws IOException {
        // fio's notes come before the JSON where they are printed to the same stream.
        JsonNode root = new ObjectMapper().readTree(report.substring(report.indexOf('{')));
        List<IoCounts> counts = new ArrayList<>();
        for (JsonNode job : root.get("jobs")) {
            JsonNode read = job.get("read");
            JsonNode write = job.get("write");
            counts.add(new IoCounts(job.get("jobname").asText(), job.get("groupid").asInt(), job.get("error").asInt(),
                    read.get("io_bytes").asLong(), read.get("total_ios").asLong(), write.get("io_bytes").asLong(), write.get("total_ios").asLong()));
        }
        return counts;
    }
}
