using System.Globalization;
using static System.FormattableString;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>What to change in a recipe, given what it has already.</summary>
internal static class Remedies
{
    /// <summary>In the order in which the field tries them: the KL term comes in slowly (Bowman et al. 2016), its first nats are free
    /// (Kingma et al. 2016), words are hidden from the decoder (Bowman again), information is asked for (the paper's equation 9), the
    /// term's weight is lowered (Higgins et al. 2017). Where training holds a KL, its weight is not the recipe's to change.</summary>
    public static IReadOnlyList<RecipeChange> AgainstCollapse(DiagnosedRecipe recipe)
    {
        var changes = new List<RecipeChange>();
        var isHeld = recipe.TargetKl > 0;
        if (!recipe.KlIsAnnealed && !isHeld)
            changes.Add(new("objective.kl", Invariant($"{{ schedule = \"linear\", from = 0.0, to = {Number(recipe.KlWeight)}, end = {Half(recipe.Steps)} }}")));
        if (!isHeld)
            changes.Add(new("objective.free_bits", Number(recipe.FreeBits == 0 ? 0.25 : 2 * recipe.FreeBits)));
        if (recipe.WordDropout < 0.4)
            changes.Add(new("objective.word_dropout", "0.4"));
        if (recipe.MutualInformation < 5)
            changes.Add(new("objective.mutual_information", recipe.MutualInformation < 1 ? "1.0" : "5.0"));
        changes.Add(isHeld
            ? new("objective.target_kl", Number(2 * recipe.TargetKl))
            : new("objective.kl", Number(recipe.KlWeight / 2)));
        return [.. changes.Take(3)];
    }

    /// <summary>A decoder that does not see all words needs z for the later ones too.</summary>
    public static IReadOnlyList<RecipeChange> AgainstPrefix(DiagnosedRecipe recipe) =>
    [
        new("objective.word_dropout", recipe.WordDropout < 0.4 ? "0.4" : "0.7"),
        new("model.summary", "\"max\""),
    ];

    /// <summary>What keeps q(z|x) at the prior is the KL term, by its weight or by the KL that training holds, and what pulls it away the
    /// information asked for. Where z says little besides, either would be the contrary of <see cref="AgainstCollapse"/>: a stronger
    /// pull to the prior silences z wholly. Then only time is left, which lets the decoder learn to use it.</summary>
    public static IReadOnlyList<RecipeChange> TowardsPrior(DiagnosedRecipe recipe, bool saysLittle)
    {
        if (saysLittle)
            return [new("training.steps", Invariant($"{2 * recipe.Steps}"))];
        if (recipe.TargetKl > 0)
            return [new("objective.target_kl", Number(recipe.TargetKl / 2))];
        if (recipe.KlWeight < 1)
            return [new("objective.kl", "1.0")];
        return recipe.MutualInformation > 0
            ? [new("objective.mutual_information", Number(recipe.MutualInformation / 2))]
            : [new("training.steps", Invariant($"{2 * recipe.Steps}"))];
    }

    /// <summary>The sentence that a paragraph ends with.</summary>
    public static string Sentence(IReadOnlyList<RecipeChange> changes) =>
        $"Try {string.Join(", or ", changes)}.";

    public static string Number(double value)
    {
        var text = value.ToString("0.0######", CultureInfo.InvariantCulture);
        return text == "0.0" && value > 0 ? value.ToString("R", CultureInfo.InvariantCulture) : text;
    }

    private static long Half(long steps) => Math.Max(1, steps / 2);
}
