using TextVae.Corpus;

namespace TextVae.Evaluation;

/// <summary>Which split figures may be of that are held beside those of its real texts.</summary>
internal static class MeasuredSplit
{
    /// <summary>Refuses the training split.</summary>
    /// <param name="split">What is to be measured.</param>
    /// <param name="what">What is to be told of it, in the plural, as a sentence begins.</param>
    /// <exception cref="RecipeException">It is the training split.</exception>
    public static void RequireUnlearned(Split split, string what)
    {
        if (split == Split.Train)
        {
            throw new RecipeException(
                $"{what} stand beside the same figures of the split's real texts, and those of the training split are what the classifier and "
                + "the 5-gram model have learnt from. Measure another split, with --split valid or --split test.");
        }
    }
}
