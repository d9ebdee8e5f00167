package io.vmaffleet.coordinator.status;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// A Chromium of this host without a window, driven by its own driver: nothing is fetched.
final class HeadlessChromium implements AutoCloseable {
    private final ChromeDriver driver;

    HeadlessChromium(Path emptyProfile) {
        LoggingPreferences everything = new LoggingPreferences();
        everything.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(
                program("chromium", "chromium-browser", "google-chrome").orElseThrow());
        options.setCapability("goog:loggingPrefs", everything);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--lang=en-GB",
                "--window-size=1360,1000",
                "--user-data-dir=" + emptyProfile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    /// Whether this host has what it takes.
    static boolean isThere() {
        return program("chromedriver").isPresent()
                && program("chromium", "chromium-browser", "google-chrome").isPresent();
    }

    void open(String url) {
        driver.get(url);
    }

    /// The result of an expression in the page.
    Object see(String expression) {
        Object result = driver.executeScript("return " + expression);
        return result == null ? "" : result;
    }

    void run(String script) {
        driver.executeScript(script);
    }

    String text(String id) {
        return String.valueOf(see("document.getElementById('" + id + "').innerText"));
    }

    /// What the page or the browser said on the console since the last look.
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    void becomePhone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    void becomeDark() {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    /// Neither phone nor dark.
    void becomeOrdinary() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    /// Keeps a picture of the whole page for people to look at.
    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Object shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        Files.write(file, OutputType.BYTES.convertFromBase64Png(String.valueOf(shot)));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<File> program(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }
}
