package studio.darkroom.sim;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One simulator per test class, with a client of each vendor; every test begins with an empty one. */
abstract class SimulatorFixture {

    static Simulator sim;
    static Client client;
    static LabClient lab;

    @BeforeAll
    static void startSimulator() {
        sim = Simulator.start(SimOptions.defaults().withDurations(Duration.ZERO, Duration.ofMillis(20)));
        client = new Client(sim);
        lab = new LabClient(sim);
    }

    @AfterAll
    static void stopSimulator() {
        sim.close();
    }

    @BeforeEach
    void resetSimulator() {
        sim.reset();
    }
}
