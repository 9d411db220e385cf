namespace TextVae.Samples;

/// <summary>A message to a support desk.</summary>
/// <param name="Topic">What it is about. Neither the model nor the search knows it.</param>
/// <param name="Text">What its writer says.</param>
internal sealed record Ticket(string Topic, string Text);

/// <summary>Made-up tickets: a topic, then one of its phrases in each place.</summary>
internal static class Tickets
{
    private static readonly string[] Openings =
        ["hello", "hi team", "good morning", "dear support", "since yesterday", "again today", "please help"];

    private static readonly string[] Closings =
        ["please fix this", "thank you", "what can i do", "this is urgent", "can you help me", "i am waiting for your answer"];

    private static readonly (string Topic, string[] Subjects, string[] Troubles)[] Topics =
    [
        ("login", ["my password", "the login page", "the reset link", "my account"],
            ["does not work", "is locked", "says it is wrong", "was not accepted", "has expired"]),
        ("billing", ["the invoice", "my credit card", "the payment", "the monthly fee"],
            ["was charged twice", "is too high", "shows the wrong amount", "was declined", "should be refunded"]),
        ("delivery", ["my parcel", "the order", "the courier", "the shipment"],
            ["has not arrived", "went to the wrong address", "came too late", "is lost", "was left outside"]),
        ("crash", ["the app", "the export", "the search", "the new version"],
            ["crashes at start", "freezes", "is very slow", "shows a blank screen", "stops with an error"]),
    ];

    /// <summary>So many tickets, the same for the same seed.</summary>
    public static IReadOnlyList<Ticket> Generate(int count, int seed)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    private static Ticket Draw(RandomStream random)
    {
        var (topic, subjects, troubles) = Pick(Topics);
        return new Ticket(topic, $"{Pick(Openings)} , {Pick(subjects)} {Pick(troubles)} . {Pick(Closings)} .");

        T Pick<T>(T[] among) => among[random.NextInt(among.Length)];
    }
}
