# Draws the table of airut_bench_growth: gnuplot -e "table='growth.tsv'" growth.gp > growth.svg
set terminal svg size 900,620 font "sans,13" background "white"
set datafile separator "\t"
set logscale xyy2
set format x "%.0s%c"
set xlabel "invoices in the store"
set ylabel "CPU microseconds each"
set y2label "MB"
set ytics nomirror
set y2tics
set y2range [10:10000]
set key below maxcols 3 Left reverse samplen 2
set grid ytics
works = "'open item recorded, delivered' 'invoice accepted' 'payment matched, booked' 'open item found by its reference' 'letter decided, journalled, queued' 'event replayed' 'page of 50 invoices' 'invoices of a customer' 'invoice by its number'"
colours = "#1b6ca8 #d1495b #2e933c #e0a100 #6a4c93 #00838f #8d5524 #ff7f50 #5f6a6a"
of(work) = sprintf("<awk -F'\\t' '$2 == \"%s\" {print $1 \"\\t\" $3}' %s", work, table)
plot for [i=1:words(works)] of(word(works, i)) using 1:2 with linespoints lw 2 lc rgb word(colours, i) \
    pt i ps 0.7 title word(works, i), \
  of("resident memory at most") using 1:2 axes x1y2 with lines lw 2 dt 2 lc rgb "#000000" \
    title "resident memory (right)"
