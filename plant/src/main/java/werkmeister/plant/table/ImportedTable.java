package werkmeister.plant.table;

import werkmeister.plant.store.SampleTable;

import java.util.Map;

/**
 * A file as samples: in order of time, one a time.
 *
 * @param rowNumbers of each sample: the data row of the file that it comes from, counted from 1
 * @param texts columns that are no numbers, by name; one text a sample
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
public record ImportedTable(
        Understanding understood,
        SampleTable samples,
        int[] rowNumbers,
        Map<String, String[]> texts) {}
