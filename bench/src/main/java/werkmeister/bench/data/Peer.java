package werkmeister.bench.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB in this process, with all cores and without its downloads. */
final class Peer implements AutoCloseable {
    static final String NAME = "DuckDB";

    private final Connection connection;

    private Peer(Connection connection) {
        this.connection = connection;
    }

    static Peer open(Path folder) throws SQLException {
        var peer = new Peer(DriverManager.getConnection("jdbc:duckdb:"));
        peer.run("SET autoinstall_known_extensions = false");
        peer.run("SET autoload_known_extensions = false");
        peer.run("SET temp_directory = '%s'".formatted(folder.resolve("duckdb")));
        return peer;
    }

    /** Runs a statement to its end, whatever it yields. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void toParquet(Path csv, Path parquet) throws SQLException {
        run(
                "COPY (SELECT * FROM read_csv('%s')) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                        .formatted(csv, parquet));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
