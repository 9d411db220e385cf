namespace TextVae.Corpus.Synthetic;

/// <summary>A review of the synthetic corpus, with the latent factors that it was drawn from.</summary>
public sealed record SyntheticReview
{
    /// <summary>The review as a person writes it: case, punctuation, no digits, one line.</summary>
    public required string Text { get; init; }

    /// <summary>The kind of business: restaurant, hotel, salon, garage, dentist or bookshop.</summary>
    public required string Kind { get; init; }

    /// <summary>The rating, 1 to 5.</summary>
    public required int Stars { get; init; }

    /// <summary>Whether the review begins with a greeting.</summary>
    public required bool HasGreeting { get; init; }

    /// <summary>How it opens: with the verdict, or with a visit told by "I" (alone) or "we" (together).</summary>
    public required string Opening { get; init; }

    /// <summary>The aspects praised, such as food, in the order of the text.</summary>
    public required IReadOnlyList<string> Praised { get; init; }

    /// <summary>The aspects blamed, in the order of the text.</summary>
    public required IReadOnlyList<string> Blamed { get; init; }

    /// <summary>How it closes: none, thanks, return or advice.</summary>
    public required string Closing { get; init; }

    /// <summary>The length of the text, in sentences.</summary>
    public required int Length { get; init; }

    /// <summary>The exact -log p(text), in nats.</summary>
    public required double NegativeLogProbability { get; init; }
}
