using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace TextVae.Page.Tests;

/// <summary>Chromium without a window, started once for all tests; a test that finds none is skipped.</summary>
public sealed class Browser : IDisposable
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome"];

    private ChromeDriver? _driver;

    /// <summary>The browser, with an empty page and nothing kept.</summary>
    public ChromeDriver Fresh()
    {
        var driver = _driver ??= Start();
        driver.Navigate().GoToUrl("about:blank");
        driver.Manage().Window.Size = new(1200, 900);
        Emulate(dark: false);
        return driver;
    }

    /// <summary>What the page is told of the person's taste, and how wide its window is.</summary>
    public void Emulate(bool dark, int? width = null)
    {
        var driver = _driver!;
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new[]
            {
                new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" },
                // So that nothing is half transparent when it is looked at.
                new Dictionary<string, object> { ["name"] = "prefers-reduced-motion", ["value"] = "reduce" },
            },
        });
        if (width is { } phone)
        {
            driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new()
            {
                ["width"] = phone,
                ["height"] = 740,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = true,
            });
        }
        else
        {
            driver.ExecuteCdpCommand("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    public void Dispose() => _driver?.Dispose();

    private static ChromeDriver Start()
    {
        var (browser, driver) = (Programs.Select(OnPath).FirstOrDefault(path => path is not null), OnPath("chromedriver"));
        Assert.SkipWhen(
            browser is null || driver is null,
            "There is no Chromium with its chromedriver here. On Debian: apt-get install chromium chromium-driver.");
        var options = new ChromeOptions { BinaryLocation = browser };
        options.AddArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "--window-size=1200,900");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        service.HideCommandPromptWindow = true;
        service.SuppressInitialDiagnosticInformation = true;
        return new ChromeDriver(service, options, TimeSpan.FromMinutes(3));
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
