using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;
using TextVae.Server;

namespace TextVae.Page.Tests;

/// <summary>The page when something is missing, broken or locked, and what it loads.</summary>
public sealed class FrameTests(SyntheticRun run, Browser browser)
{
    private const string Key = "a-key-that-nobody-guesses";

    [Fact]
    public async Task A_server_that_is_gone_is_told_and_asked_again_when_it_is_back()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("/");
        page.Field("Your text").SendKeys("the soup");
        page.See("#reconstruction");

        await page.BreakAsync();
        page.Field("Your text").SendKeys(" was cold .");
        page.Until(() => page.See("[role=alert]").Text.Contains("The server does not answer. See whether it still runs, then try again.", StringComparison.Ordinal));
        // What is still there is of the text before, and says so.
        Assert.True(page.Driver.ExecuteScript("return document.querySelector('.content').inert") is true);
        await page.MendAsync();
        page.Button("Try again").Click();

        page.Until(() => page.Driver.FindElements(By.CssSelector("[role=alert]")).All(alert => !alert.Displayed));
        Assert.Equal(8, page.Model.Score(["the soup was cold ."])[0].Tokens + 2);
        page.Until(() => page.Driver.FindElements(By.CssSelector(".words li")).Count == 6);
        page.Until(() => page.Driver.SwitchTo().ActiveElement().Text == "What comes back");
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset, new ServerOptions { Timeout = TimeSpan.FromMilliseconds(1) });
        page.Open("/");

        page.Field("Your text").SendKeys("the soup");

        page.Until(() => page.See("[role=alert]").Text.Contains("There was no answer within the 0.001 seconds of this server.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_is_asked_for_and_kept_as_long_as_the_tab()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset, new ServerOptions { ApiKey = Key });
        page.Driver.Navigate().GoToUrl(page.Address);

        page.See("#key").SendKeys("not the right one" + Keys.Enter);
        page.Until(() => page.See("dialog").Text.Contains("The key is not the right one.", StringComparison.Ordinal));
        page.See("#key").SendKeys(Key + Keys.Enter);

        page.UntilText("h1", "Read a text");
        page.Driver.Navigate().Refresh();
        page.UntilText("h1", "Read a text");
        Assert.Empty(page.Driver.FindElements(By.TagName("dialog")));
    }

    [Fact]
    public async Task A_question_for_the_key_that_was_closed_can_be_opened_again()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset, new ServerOptions { ApiKey = Key });
        page.Driver.Navigate().GoToUrl(page.Address);
        page.See("#key");

        new Actions(page.Driver).SendKeys(Keys.Escape).Perform();
        page.Until(() => page.See(".locked").Text.StartsWith("The server needs its key.", StringComparison.Ordinal));
        page.Until(() => page.Driver.SwitchTo().ActiveElement().Text == "Enter the key");
        page.Button("Enter the key").SendKeys(Keys.Enter);
        page.See("#key").SendKeys("half of it" + Keys.Escape);
        page.Button("Enter the key").Click();
        page.See("#key").Clear();
        page.See("#key").SendKeys(Key + Keys.Enter);

        page.UntilText("h1", "Read a text");
        Assert.Empty(page.Driver.FindElements(By.CssSelector("dialog, .locked")));
    }

    [Fact]
    public async Task A_view_that_is_left_by_the_menu_is_as_it_was_when_it_is_opened_again()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#samples?count=3&seed=4");
        page.See("nav a[data-view=read]").Click();
        page.UntilText("h1", "Read a text");
        page.Field("Your text").SendKeys("the soup was cold .");

        page.See("nav a[data-view=samples]").Click();

        page.UntilText("h1", "Texts from the model alone");
        page.Until(() => page.Driver.FindElements(By.CssSelector(".texts li")).Count == 3);
        page.UntilAddress("seed=4");
        page.See("nav a[data-view=read]").Click();
        page.UntilText("h1", "Read a text");
        Assert.Equal("the soup was cold .", page.Field("Your text").GetDomProperty("value"));
        page.Until(() => page.Driver.FindElements(By.CssSelector(".words li")).Count == 6);
        page.UntilAddress("#read?text=the+soup+was+cold");
    }

    [Fact]
    public async Task A_language_model_reads_and_writes_and_says_what_it_has_not()
    {
        await using var page = await ServedPage.StartAsync(browser, run.LanguageModel, run.Dataset);
        page.Open("/");

        page.Field("Your text").SendKeys("the soup was cold .");
        page.Until(() => page.Driver.FindElements(By.CssSelector(".words li")).Count == 6);
        Assert.Empty(page.Driver.FindElements(By.Id("reconstruction")));
        Assert.Equal(["Read", "Samples", "Training", "Model"], page.Driver.FindElements(By.CssSelector("nav a")).Select(link => link.Text));
        page.Open("#map");

        page.Until(() => page.See(".empty").Text.Contains("This model is a language model.", StringComparison.Ordinal));
        page.Open("#training");
        page.Until(() => page.See("main").Text.Contains("A language model has no vector to examine.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_dataset_the_map_has_texts_that_the_model_wrote()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, dataset: null);

        page.Open("#map");

        page.Until(() => page.See(".note").Text == "The dataset is gone.");
        page.Until(() => page.See("#map-help").Text.StartsWith("500 texts that the model wrote.", StringComparison.Ordinal));
        page.Open("#dial");
        page.Until(() => page.See(".empty").Text.Contains("There are no labels to go between.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_training_is_shown_in_curves_with_what_the_doctor_found()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#training");

        page.Until(() => page.Driver.FindElements(By.CssSelector(".chart svg")).Count >= 5);
        Assert.Contains(
            page.Driver.FindElements(By.CssSelector(".chart svg")).Select(chart => chart.GetAttribute("aria-label")),
            name => name!.StartsWith("Bound on −ln p(x), validation, nats a text. −ln p(x): from ", StringComparison.Ordinal) && name.Contains(" at step 60", StringComparison.Ordinal));
        // A weight that is always the same is drawn in the middle, not on the floor.
        Assert.InRange(page.Number("return Number(document.querySelector(\"svg[aria-label^='Weight of the KL'] polyline\").getAttribute('points').split(' ')[0].split(',')[1])"), 60.0, 120.0);
        page.Until(() => !page.See("main").Text.Contains("The doctor is looking", StringComparison.Ordinal));
        var training = await page.GetAsync("/api/training");
        Assert.All(
            training.GetProperty("findings").EnumerateArray(),
            finding => Assert.Contains(finding.GetProperty("explanation").GetString()!, page.See("main").Text, StringComparison.Ordinal));
        page.Driver.FindElement(By.CssSelector(".chart summary")).Click();
        Assert.Equal(["step", "−ln p(x)"], page.Until(() => page.Driver.FindElements(By.CssSelector(".chart th[scope=col]")) is { Count: > 0 } heads ? heads : null).Select(head => head.Text));
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_no_view_has_an_error()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Driver.Manage().Logs.GetLog(LogType.Browser);

        foreach (var view in Views.All)
        {
            Views.Open(page, view);
            var loaded = (IEnumerable<object>)page.Driver.ExecuteScript("return performance.getEntriesByType('resource').map(entry => entry.name)")!;
            Assert.NotEmpty(loaded);
            Assert.All(loaded, name => Assert.StartsWith(page.Address.ToString(), (string)name, StringComparison.Ordinal));
        }

        Assert.Empty(page.Driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message));
    }
}
