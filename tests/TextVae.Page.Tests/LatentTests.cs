using System.Text.Json;
using OpenQA.Selenium;
using TextVae.Generation;

namespace TextVae.Page.Tests;

/// <summary>Texts that change as sliders and dials are moved.</summary>
public sealed class LatentTests(SyntheticRun run, Browser browser)
{
    private const string Text = "the best restaurant i know . the pasta was very fresh .";

    [Fact]
    public async Task A_slider_that_is_dragged_moves_the_text_along_its_direction()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#directions");
        page.See("#written");

        page.Drag(page.Field("Direction 1"), 0.95);
        page.Drag(page.Field("Direction 2"), 0.1);

        var directions = await page.GetAsync("/api/directions");
        double[] by = [.. new[] { 1, 2 }.Select(i => page.Number("return Number(arguments[0].value)", page.Field($"Direction {i}")))];
        Assert.True(by[0] > 1 && by[1] < -1, $"The sliders are at {by[0]} and {by[1]}.");
        var z = Floats(directions.GetProperty("mean"));
        foreach (var (deviations, direction) in by.Zip(directions.GetProperty("directions").EnumerateArray()))
        {
            var (deviation, vector) = (direction.GetProperty("deviation").GetDouble(), Floats(direction.GetProperty("vector")));
            z = [.. z.Zip(vector, (from, axis) => from + (deviations * deviation * axis))];
        }

        page.UntilText("#written", page.Model.Decode([Array.ConvertAll(z, number => (float)number)])[0].Text);
        page.UntilAddress($"d1={by[0]}");
        page.Button("All sliders to 0").Click();
        page.UntilText("#written", page.Model.Decode([Array.ConvertAll(Floats(directions.GetProperty("mean")), number => (float)number)])[0].Text);
    }

    [Fact]
    public async Task Directions_start_from_a_text_where_one_is_given()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#directions");

        page.Field("Start from a text").SendKeys(Text);

        page.UntilText("#written", page.Model.Reconstruct([Text])[0].Text);
        page.Until(() => page.Driver.FindElements(By.CssSelector(".directions .ends .text")).All(end => end.Text.Length > 0));
    }

    [Fact]
    public async Task A_text_to_start_from_is_encoded_once_for_the_place_and_for_the_ends()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#directions");
        page.See("#written");
        // Slow enough for both to have begun before the first is answered.
        page.Driver.ExecuteScript("""
            const ask = window.fetch;
            window.encoded = 0;
            window.fetch = async (path, request) => {
              if (path === "api/encode" && ++window.encoded) await new Promise((go) => setTimeout(go, 1500));
              return ask(path, request);
            };
            """);

        page.Driver.ExecuteScript("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))", page.Field("Start from a text"), Text);

        page.Until(() => page.Number("return window.encoded") > 0);
        // By then the ends have begun too.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        page.UntilText("#written", page.Model.Reconstruct([Text])[0].Text);
        Assert.Equal(1, page.Number("return window.encoded"));
    }

    [Fact]
    public async Task A_label_is_a_dial_between_the_texts_of_two()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#dial");
        page.Field("Your text").SendKeys(Text);
        page.UntilText("#transferred", page.Model.Reconstruct([Text])[0].Text);

        page.Field("How far").SendKeys(Keys.End);

        var moved = (await page.ResultsAsync("/api/transfer", new { texts = new[] { Text }, from = "1", to = "5", strength = 2, strategy = "greedy" })).Single();
        page.UntilText("#transferred", moved.GetProperty("transferred").GetString()!);
        page.UntilText("h2", "Moved towards 5");
        page.UntilAddress("strength=2");
    }

    [Fact]
    public async Task A_model_of_labels_writes_a_text_under_the_label_that_is_chosen()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Labelled, run.Dataset);
        page.Open("#dial?from=1&to=1");
        page.Field("Your text").SendKeys(Text);
        page.UntilText("#transferred", page.Model.Reconstruct([Text], label: "1")[0].Text);

        page.See("input[name=to][value='4']").Click();

        var number = page.Model.Description.Labels.Index().First(label => label.Item == "4").Index;
        page.UntilText("#transferred", page.Model.Reconstruct([Text], new DecodingOptions { Label = number }, "1")[0].Text);
        page.UntilText("h2", "Written as 4");
        page.See("nav a[data-view=read]").Click();
        Assert.Equal(page.Model.Description.Labels, page.Field("Label of the text").FindElements(By.TagName("option")).Select(option => option.Text));
    }

    private static double[] Floats(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];
}
