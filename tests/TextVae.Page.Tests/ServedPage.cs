using System.Net.Http.Json;
using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using TextVae.Corpus;
using TextVae.Runs;
using TextVae.Server;

namespace TextVae.Page.Tests;

/// <summary>A model behind its page, and a person at the browser, who waits until things are there and never for a time.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ServedRun _run;
    private readonly ServerOptions _options;
    private readonly StringWriter _log = new();
    private TextVaeServer? _server;

    private ServedPage(ChromeDriver driver, TextVaeModel model, ServedRun run, ServerOptions options) =>
        (Driver, Model, _run, _options) = (driver, model, run, options);

    public ChromeDriver Driver { get; }

    public TextVaeModel Model { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Serves a run, with a browser that has an empty page.</summary>
    public static async Task<ServedPage> StartAsync(Browser browser, RunFolder folder, Dataset? dataset, ServerOptions? options = null)
    {
        var driver = browser.Fresh();
        var model = await TextVaeModel.LoadAsync(folder.Path, new TextVaeModelOptions { RefusesWhenFull = true });
        var run = new ServedRun { Folder = folder, Dataset = dataset, WhyNoDataset = dataset is null ? "The dataset is gone." : null, Texts = 500 };
        var page = new ServedPage(driver, model, run, (options ?? new ServerOptions()) with { Rate = 0 });
        await page.BeginAsync("http://127.0.0.1:0");
        return page;
    }

    /// <summary>Ends the server; the page stays open.</summary>
    public async Task BreakAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>Starts it again where it was.</summary>
    public Task MendAsync() => BeginAsync(Address.ToString().TrimEnd('/'));

    /// <summary>Opens a view as a person who was given its address.</summary>
    public void Open(string fragment)
    {
        Driver.Navigate().GoToUrl("about:blank");
        Driver.Navigate().GoToUrl(new Uri(Address, fragment));
        Until(() => Driver.FindElements(By.CssSelector("h1")).Count > 0);
    }

    /// <summary>The element, once there is one to see.</summary>
    public IWebElement See(string selector) => Until(() => Driver.FindElements(By.CssSelector(selector)).FirstOrDefault(element => element.Displayed));

    public IWebElement Field(string label) => Driver.FindElement(By.Id(
        Until(() => Driver.FindElements(By.TagName("label")).FirstOrDefault(element => element.Text == label)).GetDomProperty("htmlFor")!));

    public IWebElement Button(string text) => Until(() => Driver.FindElements(By.TagName("button")).FirstOrDefault(element => element.Text == text && element.Displayed));

    /// <summary>Waits until an element says something.</summary>
    public void UntilText(string selector, string text) => Until(() => Driver.FindElements(By.CssSelector(selector)).Any(element => element.Text == text));

    /// <summary>Waits until the address tells something of what is shown.</summary>
    public void UntilAddress(string part) => Until(() => Driver.Url.Contains(part, StringComparison.Ordinal));

    /// <summary>Waits until something is so, whatever is drawn anew meanwhile.</summary>
    public T Until<T>(Func<T?> look)
    {
        for (var start = DateTime.UtcNow; DateTime.UtcNow - start < Patience; Thread.Sleep(30))
        {
            try
            {
                if (look() is { } found && found is not false)
                    return found;
            }
            catch (StaleElementReferenceException)
            {
                // It was replaced between two looks.
            }
        }

        throw new TimeoutException($"The page never came to it. It is at {Driver.Url} and says:\n{Driver.FindElement(By.TagName("body")).Text}\nThe server says:\n{_log}");
    }

    /// <summary>Moves a slider as a drag of the hand does, by events of the mouse on it.</summary>
    public void Drag(IWebElement slider, double share)
    {
        Driver.ExecuteScript("arguments[0].scrollIntoView({ block: 'center' })", slider);
        var (width, value) = (slider.Size.Width, Number("return (arguments[0].value - arguments[0].min) / (arguments[0].max - arguments[0].min)", slider));
        // Its knob goes from half its width to half its width before the end.
        const int knob = 16;
        int At(double at) => (int)((-width / 2.0) + (knob / 2.0) + (at * (width - knob)));
        new OpenQA.Selenium.Interactions.Actions(Driver).MoveToElement(slider, At(value), 0).ClickAndHold()
            .MoveToElement(slider, At((value + share) / 2), 0).MoveToElement(slider, At(share), 0).Release().Perform();
    }

    public double Number(string script, params object[] given) => Convert.ToDouble(Driver.ExecuteScript(script, given));

    /// <summary>What programs are answered.</summary>
    public async Task<JsonElement> GetAsync(string route)
    {
        using var client = new HttpClient { BaseAddress = Address };
        return await client.GetFromJsonAsync<JsonElement>(route);
    }

    /// <summary>The results that programs are given.</summary>
    public async Task<JsonElement[]> ResultsAsync(string route, object question)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var response = await client.PostAsJsonAsync(route, question);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("results").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        Driver.Navigate().GoToUrl("about:blank");
        if (_server is not null)
            await _server.DisposeAsync();
        await Model.DisposeAsync();
    }

    private async Task BeginAsync(string url)
    {
        _server = await TextVaeServer.StartAsync(Model, _options with { Urls = [url] }, _log, _run);
        Address = new Uri(_server.Addresses.Single());
    }
}
