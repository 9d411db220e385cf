using OpenQA.Selenium;

namespace TextVae.Page.Tests;

/// <summary>The views, each with something to see.</summary>
internal static class Views
{
    private const string Text = "the+best+restaurant+i+know+.+the+pasta+was+very+fresh+.";

    /// <summary>What address each has, and what is there when it is complete.</summary>
    public static readonly (string Fragment, string Complete)[] All =
    [
        ($"#read?text={Text}", ".words li"),
        ($"#directions?text={Text}", "#written"),
        ($"#path?from={Text}&to=the+water+was+cold+.", ".steps button"),
        ("#samples", ".texts li"),
        ("#map?at=3", ".neighbors button"),
        ($"#dial?text={Text}&strength=1", "#transferred"),
        ("#training", ".chart svg"),
        ("#model", ".routes li"),
    ];

    /// <summary>Opens one and waits until it is complete and nothing goes on any more.</summary>
    public static void Open(ServedPage page, (string Fragment, string Complete) view)
    {
        page.Open(view.Fragment);
        page.See(view.Complete);
        page.Until(() => page.Driver.FindElements(By.CssSelector(".busy")).Count == 0);
    }
}
