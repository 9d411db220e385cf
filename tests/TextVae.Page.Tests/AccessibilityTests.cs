using System.Text.Json;
using Deque.AxeCore.Commons;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace TextVae.Page.Tests;

/// <summary>Whether everybody can use the page, as far as axe-core finds out, and on a phone.</summary>
public sealed class AccessibilityTests(SyntheticRun run, Browser browser)
{
    private const int Phone = 360;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, Phone)]
    [InlineData(true, Phone)]
    public async Task No_view_has_a_serious_violation(bool dark, int? width)
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        browser.Emulate(dark, width);

        foreach (var view in Views.All)
        {
            Views.Open(page, view);
            Assert.Equal(dark, page.Driver.ExecuteScript("return matchMedia('(prefers-color-scheme: dark)').matches"));
            Assert.Equal("", string.Join('\n', ViolationsOf(page)));
        }
    }

    [Fact]
    public async Task The_question_for_the_key_and_empty_views_have_none_either()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset, new() { ApiKey = "a-key-that-nobody-guesses" });
        page.Driver.Navigate().GoToUrl(page.Address);
        page.See("#key");
        Assert.Equal("", string.Join('\n', ViolationsOf(page)));
        new Actions(page.Driver).SendKeys(Keys.Escape).Perform();
        page.See(".locked");
        Assert.Equal("", string.Join('\n', ViolationsOf(page)));
        page.Button("Enter the key").Click();
        page.See("#key").SendKeys("a-key-that-nobody-guesses" + Keys.Enter);

        page.See(".empty");

        Assert.Equal("", string.Join('\n', ViolationsOf(page)));
    }

    [Fact]
    public async Task No_view_is_wider_than_a_phone()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        browser.Emulate(dark: false, Phone);

        foreach (var view in Views.All)
        {
            Views.Open(page, view);
            Assert.Equal((view.Fragment, (double)Phone), (view.Fragment, page.Number("return document.documentElement.scrollWidth")));
        }
    }

    [Fact]
    public async Task A_long_text_leaves_room_for_its_slider_on_a_phone()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        browser.Emulate(dark: false, Phone);
        Views.Open(page, Views.All.Single(view => view.Fragment.StartsWith("#dial", StringComparison.Ordinal)));

        page.Driver.ExecuteScript("document.querySelector('#transferred').textContent = 'very '.repeat(400)");

        Assert.InRange(page.Number("return document.querySelector('.sticky').getBoundingClientRect().height / innerHeight"), 0.2, 0.31);
        Assert.Equal("", string.Join('\n', ViolationsOf(page)));
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_first_and_each_view_has_a_name()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#samples");
        page.See(".texts li");

        page.Driver.FindElement(By.TagName("body")).SendKeys(Keys.Tab);
        Assert.Equal("Skip to the content", page.Driver.SwitchTo().ActiveElement().Text);
        page.Driver.SwitchTo().ActiveElement().SendKeys(Keys.Enter);
        Assert.Equal("main", page.Driver.SwitchTo().ActiveElement().GetAttribute("id"));

        Assert.Equal("Samples · TextVae", page.Driver.Title);
        Assert.Equal("Samples", page.See("nav [aria-current=page]").Text);
    }

    /// <summary>The serious and critical violations that axe-core finds, each with where it is.</summary>
    private static string[] ViolationsOf(ServedPage page)
    {
        page.Driver.ExecuteScript(Axe);
        var found = (string)page.Driver.ExecuteAsyncScript("const done = arguments[0]; axe.run().then(found => done(JSON.stringify(found.violations)), error => done(String(error)))")!;
        return
        [
            .. JsonDocument.Parse(found).RootElement.EnumerateArray()
                .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
                .Select(violation => $"{page.Driver.Url}: {violation.GetProperty("id").GetString()}: {violation.GetProperty("help").GetString()}: "
                    + string.Join("; ", violation.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("target")} {node.GetProperty("failureSummary").GetString()}"))),
        ];
    }
}
