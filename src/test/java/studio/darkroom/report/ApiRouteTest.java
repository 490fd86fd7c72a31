package studio.darkroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.darkroom.testing.Caller;
import studio.darkroom.testing.Pictures;
import studio.darkroom.testing.Studio;

class ApiRouteTest {

    @TempDir
    Path folder;

    @Test
    void scratch() {
        try (Studio studio = Studio.open(folder, keys -> { })) {
            Caller api = new Caller(studio.address());
            System.out.println(studio.address());
            for (String path : new String[] {"/api/shoots", "/api/lanes", "/api/shoots/x%20y+z%25", "/api/foo", "/observe/health",
                "/observe/health/live", "/observe/health/ready", "/observe/health/foo", "/observe/metrics", "/api/shoots?state=x", "/"}) {
                var reply = api.get(path);
                System.out.println(path + " -> " + reply);
            }
            System.out.println(api.post("/api/lanes/default/pause", null));
            System.out.println(api.post("/api/lanes/default/resume", ""));
            System.out.println(api.post("/api/shoots/abc/decide", "{}"));
            System.out.println(api.post("/api/shoots/abc/decide", "x".repeat(100_000)));
            System.out.println(api.post("/api/shoots/abc/decide", "x".repeat(10_000_000)));
            System.out.println(api.call("GET", "/api/shoots", "x".repeat(100_000)));
        }
    }
}
