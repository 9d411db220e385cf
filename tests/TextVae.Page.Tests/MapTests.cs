using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;

namespace TextVae.Page.Tests;

/// <summary>The map, by mouse and by keys.</summary>
public sealed class MapTests(SyntheticRun run, Browser browser)
{
    private const string Scatter = "const map = document.querySelector('canvas.map').scatter; ";

    /// <summary>The least contrast of a point to what it lies on, as WCAG 2 defines it.</summary>
    private const string LeastContrast = Scatter + """
        const light = (rgb) => rgb.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
          .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0.05);
        const card = light(getComputedStyle(map.canvas).backgroundColor.match(/\d+/g).map(Number));
        return Math.min(...[...map.grid.x.keys()].map((i) => {
          const point = light([...map.colours.slice(3 * i, 3 * i + 3)]);
          return Math.max(point, card) / Math.min(point, card);
        }));
        """;

    [Fact]
    public async Task A_click_shows_the_text_of_a_point_and_its_neighbors_can_be_followed()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var map = Opened(page, "#map");
        // The point farthest to the right has no other within reach of the click, or a nearer one that counts then.
        var point = (int)page.Number(Scatter + "return map.grid.x.indexOf(Math.max(...map.grid.x))");

        Click(page, map, point);

        var text = (await page.ResultsAsync("/api/texts", new { indices = new[] { point } })).Single();
        page.UntilText("#chosen", text.GetProperty("text").GetString()!);
        Assert.Contains($"label {text.GetProperty("label").GetString()}", page.See(".panel").Text, StringComparison.Ordinal);
        page.UntilAddress($"at={point}");
        var neighbors = (await page.ResultsAsync("/api/neighbors", new { indices = new[] { point }, count = 8 })).Single().GetProperty("neighbors").EnumerateArray().ToArray();
        page.Until(() => page.Driver.FindElements(By.CssSelector(".neighbors .text")).Select(one => one.Text).SequenceEqual(neighbors.Select(one => one.GetProperty("text").GetString())));

        page.Driver.FindElements(By.CssSelector(".neighbors button"))[2].Click();

        page.UntilText("#chosen", neighbors[2].GetProperty("text").GetString()!);
        page.UntilAddress($"at={neighbors[2].GetProperty("index").GetInt32()}");
        page.Open(new Uri(page.Driver.Url).Fragment);
        page.UntilText("#chosen", neighbors[2].GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task The_map_is_dragged_and_zoomed_and_a_drag_chooses_nothing()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var map = Opened(page, "#map");
        var (x, scale) = (page.Number(Scatter + "return map.view.x"), page.Number(Scatter + "return map.view.scale"));

        new Actions(page.Driver).MoveToElement(map).ClickAndHold().MoveByOffset(60, 10).MoveByOffset(60, 10).Release().Perform();
        Assert.Equal(x - (120 / scale), page.Number(Scatter + "return map.view.x"), 1e-6);
        Assert.Equal(-1, page.Number(Scatter + "return map.chosen"));
        new Actions(page.Driver).ScrollFromOrigin(new WheelInputDevice.ScrollOrigin { Element = map }, 0, -400).Perform();

        page.Until(() => page.Number(Scatter + "return map.view.scale") > 1.5 * scale);
        page.UntilAddress("view=");
        page.Driver.FindElement(By.CssSelector("button[aria-label='Show all']")).Click();
        Assert.Equal(scale, page.Number(Scatter + "return map.view.scale"), 1e-6);
    }

    [Fact]
    public async Task Two_fingers_zoom_the_map_about_the_place_between_them()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var map = Opened(page, "#map");
        var (x, y, scale) = (page.Number(Scatter + "return map.view.x"), page.Number(Scatter + "return map.view.y"), page.Number(Scatter + "return map.view.scale"));
        ActionSequence Finger(string name, int side)
        {
            var finger = new PointerInputDevice(PointerKind.Touch, name);
            return new ActionSequence(finger)
                .AddAction(finger.CreatePointerMove(map, side * 30, 0, TimeSpan.Zero))
                .AddAction(finger.CreatePointerDown(MouseButton.Touch))
                .AddAction(finger.CreatePointerMove(map, side * 90, 0, TimeSpan.FromMilliseconds(200)))
                .AddAction(finger.CreatePointerUp(MouseButton.Touch));
        }

        page.Driver.PerformActions([Finger("left", -1), Finger("right", 1)]);

        Assert.Equal(3 * scale, page.Number(Scatter + "return map.view.scale"), 0.01 * scale);
        Assert.Equal(x, page.Number(Scatter + "return map.view.x"), 2 / scale);
        Assert.Equal(y, page.Number(Scatter + "return map.view.y"), 2 / scale);
        Assert.Equal(-1, page.Number(Scatter + "return map.chosen"));
    }

    [Fact]
    public async Task Keys_alone_move_the_map_and_go_from_text_to_text()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var map = Opened(page, "#map");
        var (x, scale) = (page.Number(Scatter + "return map.view.x"), page.Number(Scatter + "return map.view.scale"));
        page.Driver.ExecuteScript("document.querySelector('canvas.map').focus()");

        map.SendKeys(Keys.ArrowRight + "+");
        Assert.True(page.Number(Scatter + "return map.view.x") > x);
        Assert.True(page.Number(Scatter + "return map.view.scale") > scale);
        map.SendKeys("0" + Keys.Enter);
        var first = page.See("#chosen").Text;
        map.SendKeys(Keys.Enter);
        page.Until(() => page.See("#chosen").Text != first);
        map.SendKeys(Keys.Shift + Keys.Enter);

        page.UntilText("#chosen", first);
        page.Until(() => page.Driver.FindElement(By.CssSelector(".panel [role=status]")).GetDomProperty("textContent")!.EndsWith(first, StringComparison.Ordinal));
        map.SendKeys(Keys.Null + Keys.Tab);
        Assert.NotEqual("CANVAS", page.Driver.SwitchTo().ActiveElement().TagName.ToUpperInvariant());
    }

    [Fact]
    public async Task Points_are_coloured_by_label_length_and_surprise_and_labels_are_hidden()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        var map = Opened(page, "#map");
        var points = await page.GetAsync("/api/map/points");
        var labels = (await page.GetAsync("/api/map")).GetProperty("texts").GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToArray();
        void ColourBy(string kind) => page.Field("Coloured by").FindElement(By.CssSelector($"option[value={kind}]")).Click();
        string Colours() => (string)page.Driver.ExecuteScript(Scatter + "return [...map.colours].join()")!;

        Assert.Equal(labels.Order(StringComparer.Ordinal), page.Driver.FindElements(By.CssSelector(".kinds button")).Select(kind => kind.Text));
        var byLabel = Colours();
        page.Button(labels[0]).Click();
        var shown = points.GetProperty("label").EnumerateArray().Count(label => label.GetInt32() != 0);
        Assert.Equal(shown, page.Number(Scatter + "return [...map.grid.x.keys()].filter(map.isShown).length"));
        Assert.Equal("false", page.Button(labels[0]).GetAttribute("aria-pressed"));

        ColourBy("words");
        page.Until(() => Colours() != byLabel);
        var byLength = Colours();
        ColourBy("surprise");
        page.Until(() => page.See(".legend").Text.Contains("nats a token", StringComparison.Ordinal) && Colours() is var now && now != byLabel && now != byLength);
        page.UntilAddress("colour=surprise");
        Assert.True(map.Displayed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_point_stands_out_from_the_card(bool dark)
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        browser.Emulate(dark);

        foreach (var colour in new[] { "label", "words" })
        {
            Opened(page, $"#map?colour={colour}");
            Assert.InRange(page.Number(LeastContrast), 3.0, 21.0);
        }
    }

    [Theory]
    [InlineData("#map?colour=label")]
    [InlineData("#map?colour=foo&at=length")]
    [InlineData("#map?at=1.5")]
    [InlineData("#map?at=500")]
    public async Task An_address_that_asks_for_what_is_not_there_shows_the_map_as_usual(string fragment)
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, dataset: null);

        Opened(page, fragment);

        Assert.Equal("words", page.Field("Coloured by").GetDomProperty("value"));
        Assert.EndsWith(" words", page.See(".legend").Text, StringComparison.Ordinal);
        Assert.StartsWith("No text chosen.", page.See(".panel").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_wrong_while_the_map_is_built_is_told_in_its_place()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("/");

        // As of a browser that cannot draw.
        page.Driver.ExecuteScript("HTMLCanvasElement.prototype.getContext = () => null; location.hash = '#map?colour=words'");

        page.Until(() => page.See("[role=alert]").Text.StartsWith("That did not work.", StringComparison.Ordinal));
        Assert.Empty(page.Driver.FindElements(By.CssSelector("canvas.map")));
        Assert.True(page.Button("Try again").Displayed);
    }

    [Fact]
    public async Task The_focus_stays_in_the_panel_when_a_neighbor_is_followed_by_keys()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        page.Open("#map?at=3");
        page.UntilText(".panel h2", "Text 4");

        page.See(".neighbors button").SendKeys(Keys.Enter);

        page.Until(() => page.See(".panel h2").Text != "Text 4");
        Assert.Equal(page.See(".panel h2").Text, page.Driver.SwitchTo().ActiveElement().Text);
        new Actions(page.Driver).SendKeys(Keys.Tab).Perform();
        Assert.Equal("Read it", page.Driver.SwitchTo().ActiveElement().Text);
    }

    [Fact]
    public async Task A_text_of_ones_own_is_shown_among_the_others()
    {
        await using var page = await ServedPage.StartAsync(browser, run.Autoencoder, run.Dataset);
        const string text = "the best restaurant i know . the pasta was very fresh .";

        page.Open($"#map?text={Uri.EscapeDataString(text)}");

        page.UntilText(".panel h2", "Your text");
        var found = (await page.ResultsAsync("/api/neighbors", new { texts = new[] { text }, count = 8 })).Single();
        page.Until(() => page.Driver.FindElements(By.CssSelector(".neighbors .text")).Select(one => one.Text)
            .SequenceEqual(found.GetProperty("neighbors").EnumerateArray().Select(one => one.GetProperty("text").GetString())));
        Assert.Equal(found.GetProperty("place")[0].GetDouble(), page.Number(Scatter + "return map.own[0]"), 1e-6);
    }

    private static IWebElement Opened(ServedPage page, string fragment)
    {
        page.Open(fragment);
        var map = page.See("canvas.map");
        page.Until(() => page.Driver.ExecuteScript(Scatter + "return map.frames.length > 0") is true);
        page.Driver.ExecuteScript("arguments[0].scrollIntoView({ block: 'center' })", map);
        return map;
    }

    /// <summary>Clicks where a point is drawn.</summary>
    private static void Click(ServedPage page, IWebElement map, int point)
    {
        string At(string axis, string size) => (Scatter + $"const [x, y] = map.toScreen(map.grid.x[{point}], map.grid.y[{point}]); return {axis} - map.{size} / 2")
            .ToString(CultureInfo.InvariantCulture);
        new Actions(page.Driver).MoveToElement(map, (int)Math.Round(page.Number(At("x", "width"))), (int)Math.Round(page.Number(At("y", "height")))).Click().Perform();
    }
}
