using System.Text;

namespace TextVae.Corpus.Preparing;

/// <summary>Turns the provisional corpus into the files of a dataset folder.</summary>
internal sealed class DatasetWriter(
    ProvisionalCorpus corpus, PrepareOptions options, OutputFolder folder, ProgressReport report)
{
    public DatasetInfo Write(IReadOnlyList<Input> inputs)
    {
        var random = options.Inputs.Count > 0;
        var plan = corpus.Plan(random);
        var splits = random ? plan.Drawn(options.Seed) : plan.InOrder();

        var chosen = WordSelection.Select(
            CountTrainingWords(splits), corpus.Words, options.EffectiveCoverage, options.MaxWords);
        Vocabulary vocabulary = new(chosen.Select(id => corpus.Words[id]));
        vocabulary.Save(folder.File(DatasetFiles.Vocabulary));
        var vocabularySum = Checksum.OfFile(folder.File(DatasetFiles.Vocabulary));

        var written = WriteSplits(splits, FinalIds(chosen, vocabulary), vocabulary.Count);
        var labels = corpus.Labels.Any ? WriteLabelNames() : null;
        DatasetInfo info = new()
        {
            FormatVersion = DatasetInfo.CurrentFormatVersion,
            Hash = Checksum.OfText(string.Join('\n', [
                $"textvae dataset {DatasetInfo.CurrentFormatVersion}",
                vocabularySum,
                .. written.Select(split => split.Sha256),
                labels?.Sha256 ?? "no labels",
            ])),
            Options = PreparedBefore.Describe(options),
            Vocabulary = new VocabularyInfo(vocabulary.Count, vocabulary.Types, vocabularySum),
            Train = written[(int)Split.Train],
            Valid = written[(int)Split.Valid],
            Test = written[(int)Split.Test],
            Labels = labels,
            Skipped = corpus.Skipped,
            Inputs = [.. inputs.Select((input, i) => input.Describe(corpus.Formats[i]))],
        };
        DatasetJson.Write(info, folder.File(DatasetFiles.Info));
        return info;
    }

    private long[] CountTrainingWords(IEnumerable<Split> splits)
    {
        var counts = new long[corpus.Words.Count];
        var sentence = 0;
        foreach ((var ids, var split) in corpus.Sentences.Read().Zip(splits))
        {
            report.Step(PrepareStage.Counting, sentence++, corpus.Sentences.Count, corpus.Sentences.Count);
            if (split != Split.Train)
                continue;
            foreach (var id in ids.Span)
                counts[id]++;
        }
        return counts;
    }

    private int[] FinalIds(int[] chosen, Vocabulary vocabulary)
    {
        var final = new int[corpus.Words.Count];
        Array.Fill(final, Vocabulary.Unknown);
        for (var i = 0; i < chosen.Length; i++)
            final[chosen[i]] = vocabulary.Count - chosen.Length + i;
        return final;
    }

    private SplitInfo[] WriteSplits(IEnumerable<Split> splits, int[] finalIds, int vocabularyCount)
    {
        var labelled = corpus.Labels.Any;
        SplitWriter[] writers =
            [.. DatasetFiles.Splits.Select(split => new SplitWriter(folder, split, vocabularyCount, labelled))];
        try
        {
            var sentence = 0;
            var labels = corpus.Labels.Numbers(corpus.Labels.Names());
            foreach ((var ids, var split, var label) in corpus.Sentences.Read().Zip(splits, labels))
            {
                report.Step(PrepareStage.Writing, sentence++, corpus.Sentences.Count, corpus.Sentences.Count);
                foreach (ref var id in ids.Span)
                    id = finalIds[id];
                writers[(int)split].Write(ids.Span, label);
            }
            return [.. writers.Select(writer => writer.Complete())];
        }
        finally
        {
            foreach (var writer in writers)
                writer.Dispose();
        }
    }

    private LabelsInfo WriteLabelNames()
    {
        var names = corpus.Labels.Names();
        using (FileStream stream = new(folder.File(DatasetFiles.LabelNames), FileMode.CreateNew, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name + "\n"))));
            stream.Flush(flushToDisk: true);
        }
        string[] files = [DatasetFiles.LabelNames, .. DatasetFiles.Splits.Select(DatasetFiles.Labels)];
        var sums = string.Join('\n', files.Select(file => Checksum.OfFile(folder.File(file))));
        return new LabelsInfo(names.Count, Checksum.OfText(sums));
    }
}
