using System.Globalization;
using TextVae.Evaluation.Diagnosis;

namespace TextVae.Reports;

/// <summary>What the decoder loses with another sentence's z, from the first places of a text to the last.</summary>
internal static class LatentUseSection
{
    public static string Write(LatentUse use)
    {
        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"Another sentence's z costs {use.Gain:0.00} ± {use.GainError:0.00} nats a sentence, over {use.Sentences} sentences; here by place, in nats a token");
        var rows = use.Positions.Select(band => (
            band.From == band.To ? $"{band.From}" : $"{band.From}–{band.To}",
            (IEnumerable<string>)[Numbers.Count(band.Tokens), Numbers.Text(band.Reconstruction), Numbers.Text(band.ReconstructionShuffled), Numbers.Text(band.Gain)]));
        return $"<div class=\"numbers\">{Html.Table(caption, ["place", "tokens", "own z", "another's z", "gain"], rows)}</div>";
    }
}
