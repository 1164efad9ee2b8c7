package io.auraio.examples.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auraio.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2, a database that takes the channels it is given, runs on ours: on a FileChannel and on an AsynchronousFileChannel. */
@Timeout(300)
class H2DatabaseKernelTest {

    private static final int ROWS = 5000;
    private static final int ACCOUNTS = 50;
    private static final int THREADS = 8;
    private static final int PAYMENTS = 100;

    private static Engine engine;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws IOException {
        engine = Engine.open();
        EngineFilePath.engine = engine;
        AsynchronousFilePath.engine = engine;
        FilePath.register(new EngineFilePath());
        FilePath.register(new AsynchronousFilePath());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private String url(String scheme) {
        return "jdbc:h2:" + scheme + ":" + folder.toAbsolutePath().resolve("database") + ";CACHE_SIZE=256;DB_CLOSE_ON_EXIT=FALSE";
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static byte[] content(int id) {
        byte[] bytes = new byte[id % 3000];
        Arrays.fill(bytes, (byte) id);
        return bytes;
    }

    private static void insertRows(Connection connection) throws SQLException {
        execute(connection, "CREATE TABLE page(id INT PRIMARY KEY, name VARCHAR, content VARBINARY)", "CREATE INDEX by_name ON page(name)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page VALUES(?, ?, ?)")) {
            for (int id = 0; id < ROWS; id++) {
                insert.setInt(1, id);
                insert.setString(2, "page " + id);
                insert.setBytes(3, content(id));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void assertThatRowsAreWhole(Connection connection, int from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name, content FROM page ORDER BY id")) {
            for (int id = from; id < ROWS; id++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(id);
                assertThat(rows.getString(2)).isEqualTo("page " + id);
                assertThat(rows.getBytes(3)).isEqualTo(content(id));
            }
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EngineFilePath.SCHEME, AsynchronousFilePath.SCHEME})
    void rowsAreThereWhenTheDatabaseIsOpenedAgain(String scheme) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(scheme))) {
            insertRows(connection);
            execute(connection, "DELETE FROM page WHERE id < 1000", "CHECKPOINT SYNC");
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM page");
            connection.rollback();
        }
        try (Connection connection = DriverManager.getConnection(url(scheme))) {
            assertThatRowsAreWhole(connection, 1000);
            assertThat(number(connection, "SELECT id FROM page WHERE name = 'page 4321'")).isEqualTo(4321);
            execute(connection, "SHUTDOWN COMPACT");
        }
        try (Connection connection = DriverManager.getConnection(url(scheme))) {
            assertThatRowsAreWhole(connection, 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EngineFilePath.SCHEME, AsynchronousFilePath.SCHEME})
    void whatWasCommittedSurvivesADatabaseThatStopsAtOnce(String scheme) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(scheme))) {
            insertRows(connection);
            execute(connection, "CHECKPOINT SYNC", "SHUTDOWN IMMEDIATELY");
        } catch (SQLException closed) {
            assertThat(closed.getMessage()).contains("closed");
        }
        try (Connection connection = DriverManager.getConnection(url(scheme))) {
            assertThatRowsAreWhole(connection, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {EngineFilePath.SCHEME, AsynchronousFilePath.SCHEME})
    void moneyThatVirtualThreadsMoveIsNeitherMadeNorLost(String scheme) throws Exception {
        try (Connection connection = DriverManager.getConnection(url(scheme));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            execute(connection, "CREATE TABLE account(id INT PRIMARY KEY, amount BIGINT)",
                    "INSERT INTO account SELECT x, 1000 FROM SYSTEM_RANGE(1, " + ACCOUNTS + ")");
            List<Future<?>> payers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                payers.add(threads.submit(() -> pay(url(scheme))));
            }
            for (Future<?> payer : payers) {
                payer.get();
            }
        }
        try (Connection connection = DriverManager.getConnection(url(scheme))) {
            assertThat(number(connection, "SELECT SUM(amount) FROM account")).isEqualTo(ACCOUNTS * 1000L);
        }
    }

    private static Void pay(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement move = connection.prepareStatement("UPDATE account SET amount = amount + ? WHERE id = ?")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < PAYMENTS; i++) {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                int one = random.nextInt(ACCOUNTS - 1) + 1;
                int other = one + 1 + random.nextInt(ACCOUNTS - one);
                int amount = random.nextInt(100);
                // In the order of their numbers, so that no two wait for each other.
                move(move, one, -amount);
                move(move, other, amount);
                connection.commit();
            }
        }
        return null;
    }

    private static void move(PreparedStatement move, int account, int amount) throws SQLException {
        move.setLong(1, amount);
        move.setInt(2, account);
        move.executeUpdate();
    }

    @Test
    void interruptedThreadDoesNotCloseTheDatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection(url(EngineFilePath.SCHEME))) {
            insertRows(connection);
            execute(connection, "CHECKPOINT SYNC");
            Thread interrupted = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                try (Connection mine = DriverManager.getConnection(url(EngineFilePath.SCHEME))) {
                    execute(mine, "UPDATE page SET name = name", "CHECKPOINT SYNC");
                } catch (SQLException e) {
                    // H2 may refuse an interrupted thread; what counts is that the others go on.
                    assertThat(e.getMessage()).isNotNull();
                }
            });
            interrupted.join();
            assertThatRowsAreWhole(connection, 0);
        }
    }

    @Test
    void databaseInUseIsLocked() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(EngineFilePath.SCHEME))) {
            execute(connection, "CREATE TABLE page(id INT)");
            // By the JDK's own channel: the lock is of the same kind.
            String other = url(EngineFilePath.SCHEME).replace(EngineFilePath.SCHEME + ":", "");
            assertThatThrownBy(() -> DriverManager.getConnection(other)).isInstanceOf(SQLException.class).hasMessageContaining("in use");
        }
    }
}
