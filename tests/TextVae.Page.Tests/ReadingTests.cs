using OpenQA.Selenium;
using TextVae.Generation;

namespace TextVae.Page.Tests;

/// <summary>Texts that are typed, drawn, and joined by a path.</summary>
public sealed class ReadingTests(SyntheticRun run, Browser browser)
{
    private const string Text = "the best restaurant i know . the pasta was very fresh .";
    private const string Other = "i expected more from this hotel . the water was cold .";

    /// <summary>The page's question for a text of the model waits until it is let go, and then is answered even where it was cut off.</summary>
    private const string HoldWriting = """
        const ask = window.fetch;
        window.fetch = async (path, request) => {
          if (path !== "api/sample") return ask(path, request);
          await new Promise((go) => { window.letGo = go; });
          window.isAnswered = true;
          return new Response('{"results": [{"text": "the pasta was very fresh ."}]}');
        };
        """;

    private static readonly DecodingOptions Beam = new() { Strategy = DecodingStrategy.Beam };

    [Fact]
    public async Task A_typed_text_comes_back_with_its_likelihood_and_its_words()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var (back, score) = (page.Model.Reconstruct([Text], Beam)[0].Text, page.Model.Score([Text])[0]);

        page.Open("/");
        Assert.Contains("Nothing to read yet.", page.See(".empty").Text, StringComparison.Ordinal);
        page.Field("Your text").SendKeys(Text);

        page.UntilText("#reconstruction", back.Trim());
        Assert.Contains($"{score.NllBound:F2} nats", page.See(".figures").Text, StringComparison.Ordinal);
        Assert.Equal(
            [.. score.Words!.SkipLast(1).Select(word => word.Word), "end"], page.Driver.FindElements(By.CssSelector(".words .word")).Select(word => word.Text));
        Assert.Equal(
            score.Words!.Select(word => word.Surprise.ToString("F1")), page.Driver.FindElements(By.CssSelector(".words .number")).Select(word => word.Text));
        page.Button("Attention").Click();
        page.Until(() => page.See(".words").GetAttribute("aria-label") == "Words and their attention");
        Assert.Equal(
            score.Words!.Where(word => word.Attention is not null).Select(word => $"{100 * word.Attention:F0} %"),
            page.Driver.FindElements(By.CssSelector(".words .number")).Select(word => word.Text));
    }

    [Fact]
    public async Task A_text_that_the_model_writes_comes_into_the_field_and_its_button_says_meanwhile_that_it_is_written()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        const string written = "the pasta was very fresh .";
        page.Open("/");
        var button = page.Button("Let the model write one");
        page.Driver.ExecuteScript(HoldWriting);

        button.Click();
        page.Until(() => button.Text == "The model is writing" && button.GetAttribute("aria-disabled") == "true");
        page.Until(() => page.Driver.FindElements(By.CssSelector(".busy [aria-busy=true]")).Count == 1);
        page.Driver.ExecuteScript("window.letGo()");

        page.Until(() => page.Field("Your text").GetDomProperty("value") == written);
        page.UntilText("#reconstruction", Shown(page.Model.Reconstruct([written], Beam)[0].Text));
        Assert.Equal("Let the model write one", button.Text);
        page.UntilAddress("text=the+pasta+was+very+fresh");
    }

    [Fact]
    public async Task A_text_that_the_model_writes_gives_way_to_one_that_is_typed_meanwhile()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("/");
        var button = page.Button("Let the model write one");
        page.Driver.ExecuteScript(HoldWriting);
        button.Click();
        page.Until(() => page.Driver.ExecuteScript("return window.letGo !== undefined") is true);

        page.Field("Your text").SendKeys("the soup was");
        Assert.Equal("Let the model write one", button.Text);
        page.Driver.ExecuteScript("window.letGo()");
        page.Until(() => page.Driver.ExecuteScript("return window.isAnswered") is true);
        page.Field("Your text").SendKeys(" cold .");

        page.UntilText("#reconstruction", Shown(page.Model.Reconstruct(["the soup was cold ."], Beam)[0].Text));
        Assert.Equal("the soup was cold .", page.Field("Your text").GetDomProperty("value"));
    }

    [Fact]
    public async Task An_address_that_was_written_by_hand_may_have_question_marks_in_its_text()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);

        page.Open("#read?text=was+the+soup+cold?+yes+?");

        Assert.Equal("was the soup cold? yes ?", page.Field("Your text").GetDomProperty("value"));
    }

    [Fact]
    public async Task What_is_shown_is_in_the_address_and_comes_again_from_it()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("/");
        page.Field("Your text").SendKeys(Text);
        page.UntilAddress(Uri.EscapeDataString("fresh ").Replace("%20", "+", StringComparison.Ordinal));
        page.Until(() => page.Driver.FindElements(By.CssSelector(".words li")).Count == 13 && page.Driver.FindElements(By.CssSelector(".busy")).Count == 0);
        var shown = page.See("#reconstruction").Text;
        var address = page.Driver.Url;

        page.Open(new Uri(address).Fragment);

        Assert.Equal(Text, page.Field("Your text").GetDomProperty("value"));
        page.UntilText("#reconstruction", shown);
        page.See("nav a[data-view=samples]").Click();
        page.UntilText("h1", "Texts from the model alone");
        page.Driver.Navigate().Back();
        page.UntilText("#reconstruction", shown);
        Assert.Equal(address, page.Driver.Url);
    }

    [Fact]
    public async Task Samples_follow_the_temperature_and_the_seed()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        string[] Sampled(double temperature, long seed) => Array.ConvertAll(
            page.Model.Sample(3, new DecodingOptions { Strategy = DecodingStrategy.Sample, Temperature = temperature, Seed = seed }), Shown);
        string[] Seen() => [.. page.Driver.FindElements(By.CssSelector(".texts .text")).Select(text => text.Text)];

        page.Open("#samples?count=3&temperature=0.5&seed=4");
        page.Until(() => Seen().SequenceEqual(Sampled(0.5, 4)));
        page.Button("Draw others").Click();
        page.Until(() => Seen().SequenceEqual(Sampled(0.5, 5)));
        page.Field("Temperature").SendKeys(Keys.Home);

        page.Until(() => Seen().SequenceEqual(Sampled(0.1, 5)));
        page.UntilAddress("temperature=0.1");
    }

    [Fact]
    public async Task A_path_goes_from_one_text_to_the_other_as_its_slider_moves()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var steps = page.Model.Interpolate(Text, Other, 5, new InterpolationOptions { KeepDuplicates = true, Decoding = Beam });

        page.Open("#path?steps=5");
        page.Field("From").SendKeys(Text);
        page.Field("To").SendKeys(Other);

        page.Until(() => page.Driver.FindElements(By.CssSelector(".steps .text")).Select(step => step.Text).SequenceEqual(steps.Select(step => Shown(step.Text))));
        page.UntilText("#here", Shown(steps[2].Text));
        page.Field("Where you are").SendKeys(Keys.End);
        page.UntilText("#here", Shown(steps[4].Text));
        page.Field("Where you are").SendKeys(Keys.Home);
        page.UntilText("#here", Shown(steps[0].Text));
        Assert.Equal("0%", page.See(".steps [aria-current]").Text.Split('\n')[0].Replace(" ", "", StringComparison.Ordinal));
    }

    private static string Shown(DecodedText text) => Shown(text.Text);

    private static string Shown(string text) => text.Length == 0 ? "(an empty text)" : text;
}
